"""A loop looks every second for what does not come."""

import time
from multiprocessing import Event, Process


def wait_for_it(ready):
    while not ready.is_set():
        time.sleep(1)


def main():
    ready = Event()
    p = Process(target=wait_for_it, args=(ready,))
    p.start()
    p.join()
