"""A flag in a Value is read until it changes, and it does not."""

from multiprocessing import Process, Value


def spin(flag):
    while flag.value == 0:
        pass


def main():
    flag = Value("i", 0)
    p = Process(target=spin, args=(flag,))
    p.start()
    p.join()
