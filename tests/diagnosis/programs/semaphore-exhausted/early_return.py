"""A guest finds the room too loud and leaves without giving the place back."""

from multiprocessing import Process, Semaphore


def sing(room, loud):
    room.acquire()
    if loud:
        return
    room.release()


def main():
    room = Semaphore(2)
    guests = [Process(target=sing, args=(room, True), name=f"guest-{i}") for i in (1, 2, 3)]
    for g in guests:
        g.start()
    for g in guests:
        g.join()
