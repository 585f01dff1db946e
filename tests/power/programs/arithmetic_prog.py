"""Numbers are handed over and summed; the sum that is said to come out is not theirs."""

from multiprocessing import Condition, Process, Value

LAST = 3


def hand_out(room, number, full):
    for n in range(1, LAST + 1):
        with room:
            room.wait_for(lambda: not full.value)
            number.value, full.value = n, 1
            room.notify_all()


def add_up(room, number, full, total):
    for _ in range(LAST):
        with room:
            room.wait_for(lambda: full.value)
            total.value += number.value
            full.value = 0
            room.notify_all()


def main():
    room = Condition()
    number, full, total = (Value("i", 0, lock=False) for _ in range(3))
    workers = [
        Process(target=hand_out, args=(room, number, full)),
        Process(target=add_up, args=(room, number, full, total)),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert total.value != LAST * (LAST + 1) // 2
