"""A guest leaves by an exception and keeps the place."""

from multiprocessing import Process, Semaphore


def sing(room, name):
    room.acquire()
    if name == "Tom":
        raise RuntimeError("no voice")
    room.release()


def main():
    room = Semaphore(1)
    for name in ("Tom", "Ann"):
        p = Process(target=sing, args=(room, name), name=name)
        p.start()
        p.join()
