"""The child asks a manager of its own, and its parent has another dict."""

# expect: {"done": true}
from multiprocessing import Manager, Process


def work(shared):
    own = Manager().dict(shared)
    own["done"] = True


def main():
    shared = {"done": False}
    worker = Process(target=work, args=(shared,))
    worker.start()
    worker.join()
    return shared
