"""A child makes an interpreter within itself."""

# since: 3.14
from multiprocessing import Process


def work():
    from concurrent import interpreters

    interpreters.create().exec("print('hello')")


def main():
    worker = Process(target=work)
    worker.start()
    worker.join()
