"""Takers wait with `if`: one that is woken may find that another has taken the item."""

from multiprocessing import Condition, Process, Value


def put(changed, amount):
    with changed:
        amount.value += 1
        changed.notify_all()


def take(changed, amount):
    with changed:
        if amount.value == 0:
            changed.wait()
        assert amount.value > 0
        amount.value -= 1


def main():
    changed, amount = Condition(), Value("i", 0, lock=False)
    workers = [Process(target=work, args=(changed, amount)) for work in (take, take, put, put)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
