"""The call of acquire() lacks its brackets: the lock is there, and nobody ever takes it."""
# expect: 0

from multiprocessing import Lock, Process, Value


def buy(tickets, lock):
    lock.acquire
    if tickets.value > 0:
        tickets.value -= 1
    lock.release


def main():
    tickets, lock = Value("i", 1, lock=False), Lock()
    clerks = [Process(target=buy, args=(tickets, lock), name=n) for n in ("Ann", "Tom")]
    for each in clerks:
        each.start()
    for each in clerks:
        each.join()
    return tickets.value


if __name__ == "__main__":
    main()
