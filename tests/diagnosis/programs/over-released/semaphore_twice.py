"""A guest gives a place back twice."""

from multiprocessing import Process, Semaphore


def visit(room):
    room.acquire()
    room.release()
    room.release()


def main():
    room = Semaphore(2)
    p = Process(target=visit, args=(room,))
    p.start()
    p.join()
