# expect: ["a", "b"]
"""A daemon's work is lost when the program ends."""

from multiprocessing import Manager, Process


def work(names):
    names.append("a")
    names.append("b")


def main():
    m = Manager()
    names = m.list()
    p = Process(target=work, args=(names,), daemon=True)
    p.start()
    return list(names)
