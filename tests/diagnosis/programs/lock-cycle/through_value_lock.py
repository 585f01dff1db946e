"""One takes the lock first, the other the Value's lock."""

from multiprocessing import Lock, Process, Value


def a(lock, n):
    with lock:
        with n.get_lock():
            n.value += 1


def b(lock, n):
    with n.get_lock():
        with lock:
            n.value += 1


def main():
    lock, n = Lock(), Value("i", 0)
    ps = [Process(target=f, args=(lock, n)) for f in (a, b)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return n.value
