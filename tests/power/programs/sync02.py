"""The consumer stops one item early, so the producer finds no room for its last."""

from multiprocessing import Condition, Process, Value

ITEMS = 3


def put_all(room, amount):
    for _ in range(ITEMS):
        with room:
            room.wait_for(lambda: amount.value == 0)
            amount.value += 1
            room.notify_all()


def take_all(room, amount):
    for _ in range(ITEMS - 1):
        with room:
            room.wait_for(lambda: amount.value == 1)
            amount.value -= 1
            room.notify_all()


def main():
    room, amount = Condition(), Value("i", 1, lock=False)
    workers = [Process(target=work, args=(room, amount)) for work in (put_all, take_all)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
