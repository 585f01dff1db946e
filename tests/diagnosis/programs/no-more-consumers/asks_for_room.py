"""Nobody takes anything out, and room is asked for again and again."""

from multiprocessing import Queue


def main():
    q = Queue(1)
    for bun in range(2):
        while q.full():
            pass
        q.put_nowait(bun)
