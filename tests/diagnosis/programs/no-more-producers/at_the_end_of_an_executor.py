"""The end of an executor's block waits for a task that waits for what never comes."""

# tasks: main 15, ForkProcess-2 9
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Manager


def eat(box):
    box.get()


def main():
    with Manager() as manager:
        box = manager.Queue()
        with ProcessPoolExecutor(1) as executor:
            executor.submit(eat, box)
