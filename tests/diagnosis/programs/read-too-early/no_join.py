# expect: 5
"""The result is read without a join."""

from multiprocessing import Process, Value


def work(result):
    result.value = 5


def main():
    result = Value("i", 0)
    p = Process(target=work, args=(result,))
    p.start()
    return result.value
