"""A queue among threads is empty where it is asked once too often."""

import queue
import threading


def fill(box):
    box.put(1)


def main():
    box = queue.Queue()
    filler = threading.Thread(target=fill, args=(box,))
    filler.start()
    filler.join()
    box.get()
    box.get_nowait()
