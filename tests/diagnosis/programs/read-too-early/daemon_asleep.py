# expect: 1
"""A daemon is ended with the program, before it has written anything."""

import time
from multiprocessing import Process, Value


def work(result):
    time.sleep(1)
    result.value = 1


def main():
    result = Value("i", 0)
    p = Process(target=work, args=(result,), daemon=True)
    p.start()
    return result.value
