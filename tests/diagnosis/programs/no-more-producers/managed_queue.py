"""A manager's queue: one item is put in, and two are taken."""

# tasks: main 17
from multiprocessing import Manager, Process


def bake(box):
    box.put("cake")


def main():
    with Manager() as manager:
        box = manager.Queue()
        baker = Process(target=bake, args=(box,))
        baker.start()
        box.get()
        box.get()
        baker.join()
