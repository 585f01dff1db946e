"""The child gets too few arguments."""

from multiprocessing import Process


def greet(name, age):
    return f"{name} is {age}"


def main():
    p = Process(target=greet, args=("Ann",))
    p.start()
    p.join()
    return "done"
