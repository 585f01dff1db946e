"""The work is a function within main, and the program itself chooses spawn."""

from multiprocessing import get_context


def main():
    def work():
        print("hello")

    worker = get_context("spawn").Process(target=work)
    worker.start()
    worker.join()
