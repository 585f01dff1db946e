"""The waiter looks, then waits; who sets and notifies in between is not heard."""

from multiprocessing import Condition, Process, Value


def wait(changed, ready):
    if not ready.value:
        with changed:
            changed.wait()


def tell(changed, ready):
    ready.value = 1
    with changed:
        changed.notify()


def main():
    changed, ready = Condition(), Value("i", 0, lock=False)
    workers = [Process(target=work, args=(changed, ready)) for work in (wait, tell)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
