"""A deposit and a withdrawal; the checker's sum is right only before both are done."""

from multiprocessing import Lock, Process, Value

START, MORE, LESS = 10, 5, 3


def deposit(lock, balance, done):
    with lock:
        balance.value += MORE
        done[0].value = 1


def withdraw(lock, balance, done):
    with lock:
        balance.value -= LESS
        done[1].value = 1


def check(lock, balance, done):
    with lock:
        if done[0].value and done[1].value:
            assert balance.value == START - MORE - LESS


def main():
    lock, balance = Lock(), Value("i", START, lock=False)
    done = [Value("i", 0, lock=False) for _ in range(2)]
    workers = [Process(target=work, args=(lock, balance, done)) for work in (check, deposit, withdraw)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
