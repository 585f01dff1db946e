"""A dict in a managed Namespace is changed in place."""

# expect: {"done": true}
from multiprocessing import Manager, Process


def work(world):
    world.jobs["done"] = True


def main():
    with Manager() as manager:
        world = manager.Namespace()
        world.jobs = {"done": False}
        worker = Process(target=work, args=(world,))
        worker.start()
        worker.join()
        return world.jobs
