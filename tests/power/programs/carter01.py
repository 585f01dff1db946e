"""Two kinds of guests share a room that the first of a kind locks, with the door's lock in hand."""

from multiprocessing import Lock, Process, Value


def guest(door, room, inside):
    with door:
        inside.value += 1
        if inside.value == 1:
            room.acquire()
    with door:
        inside.value -= 1
        if inside.value == 0:
            room.release()


def bystander():
    pass


def main():
    door, room = Lock(), Lock()
    workers = [Process(target=guest, args=(door, room, Value("i", 0, lock=False))) for _ in range(2)]
    workers += [Process(target=bystander) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
