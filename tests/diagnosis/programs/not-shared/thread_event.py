"""A threading.Event is given to a process."""

import threading
from multiprocessing import Process


def work(done):
    done.set()


def main():
    done = threading.Event()
    p = Process(target=work, args=(done,))
    p.start()
    done.wait()
