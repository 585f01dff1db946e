"""One puts, one takes, and the room is said to be full at the end: it never is."""

from multiprocessing import Condition, Process, Value


def put(room, amount):
    with room:
        room.wait_for(lambda: amount.value == 0)
        amount.value += 1
        room.notify_all()


def take(room, amount):
    with room:
        room.wait_for(lambda: amount.value == 1)
        amount.value -= 1
        room.notify_all()


def main():
    room, amount = Condition(), Value("i", 0, lock=False)
    workers = [Process(target=work, args=(room, amount)) for work in (put, take)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert amount.value == 1
