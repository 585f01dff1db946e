"""The waiter looks at the state before it waits."""
# expect: 1

from multiprocessing import Condition, Process, Value


def waiter(cond, ready):
    with cond:
        while not ready.value:
            cond.wait()


def main():
    cond, ready = Condition(), Value("i", 0)
    p = Process(target=waiter, args=(cond, ready))
    p.start()
    with cond:
        ready.value = 1
        cond.notify_all()
    p.join()
    return ready.value
