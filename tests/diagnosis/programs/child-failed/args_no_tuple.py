"""args=("Ann") is no tuple: three arguments arrive."""

from multiprocessing import Process


def work(name):
    return name


def main():
    p = Process(target=work, args=("Ann"))
    p.start()
    p.join()
