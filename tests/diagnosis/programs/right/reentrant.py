"""An RLock is taken again by its holder."""
# expect: 1

from multiprocessing import Process, RLock, Value


def log(balance, lock):
    with lock:
        return balance.value


def deposit(balance, lock):
    with lock:
        balance.value += 1
        log(balance, lock)


def main():
    balance, lock = Value("i", 0), RLock()
    p = Process(target=deposit, args=(balance, lock))
    p.start()
    p.join()
    return balance.value
