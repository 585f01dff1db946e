"""A clerk asks for the lock without waiting, and goes home when somebody else has it."""
# expect: 1

from multiprocessing import Lock, Process, Value


def clerk(tickets, lock):
    if lock.acquire(block=False):
        tickets.value -= 1
        lock.release()


def main():
    tickets, lock = Value("i", 3, lock=False), Lock()
    clerks = [Process(target=clerk, args=(tickets, lock), name=n) for n in ("Ann", "Tom")]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    return tickets.value
