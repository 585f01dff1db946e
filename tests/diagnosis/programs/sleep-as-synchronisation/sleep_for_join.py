# expect: 5
"""A sleep in place of join."""

import time
from multiprocessing import Process, Value


def work(result):
    time.sleep(1)
    result.value = 5


def main():
    result = Value("i", 0)
    p = Process(target=work, args=(result,))
    p.start()
    time.sleep(2)
    return result.value
