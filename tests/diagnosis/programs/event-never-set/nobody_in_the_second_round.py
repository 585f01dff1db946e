# tasks: main 17
"""A new event for each round; in the second one there is nobody to set it."""

import threading
import time


def ring(done):
    time.sleep(1)
    done.set()


def one_round(people):
    done = threading.Event()
    for _ in range(people):
        threading.Thread(target=ring, args=(done,)).start()
    done.wait()


def main():
    one_round(1)
    one_round(0)
