"""A queue among threads is asked again and again, and nobody puts anything in."""

import queue


def main():
    q = queue.Queue()
    while q.empty():
        pass
