# tasks: main 15
"""The only one who puts takes the oldest item off, which may be on its way still."""

from multiprocessing import Queue
from queue import Empty


def main():
    board = Queue(1)
    board.put("rain")
    try:
        board.get_nowait()
    except Empty:
        pass
    board.put("sun")
    return board.get()
