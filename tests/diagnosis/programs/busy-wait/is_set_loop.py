"""A loop asks the event again and again."""

from multiprocessing import Event, Process


def wait_for_it(ready):
    while not ready.is_set():
        pass


def main():
    ready = Event()
    p = Process(target=wait_for_it, args=(ready,))
    p.start()
    p.join()
