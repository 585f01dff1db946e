"""A managed dict is read when its manager has been shut down."""

from multiprocessing import Manager


def main():
    manager = Manager()
    shared = manager.dict(done=True)
    manager.shutdown()
    return shared["done"]
