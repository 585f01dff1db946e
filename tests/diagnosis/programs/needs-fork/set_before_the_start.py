"""The menu is filled by the program, and a new interpreter has it empty."""

# method: forkserver
# tasks: order-1 11
from multiprocessing import Process

menu = {}


def order(dish):
    print(menu[dish])


def main():
    menu["soup"] = 5
    customer = Process(target=order, args=("soup",))
    customer.start()
    customer.join()
