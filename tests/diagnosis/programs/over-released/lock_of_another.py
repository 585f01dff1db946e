"""A clerk releases the lock that another clerk holds."""
# expect: 2

from multiprocessing import Lock, Process, Value


def honest(lock, n):
    with lock:
        old = n.value
        n.value = old + 1


def hasty(lock, n):
    try:
        lock.release()
    except ValueError:
        pass
    with lock:
        old = n.value
        n.value = old + 1


def main():
    lock, n = Lock(), Value("i", 0)
    a = Process(target=honest, args=(lock, n))
    b = Process(target=hasty, args=(lock, n))
    a.start()
    b.start()
    a.join()
    b.join()
    return n.value
