"""A BoundedSemaphore tells."""

from multiprocessing import BoundedSemaphore


def main():
    room = BoundedSemaphore(1)
    with room:
        room.release()
