"""A number goes round a ring of three, each step under the lock, but in no order."""

from multiprocessing import Lock, Process, Value


def step(lock, source, target, more, done):
    with lock:
        target.value = (source.value + more) % 4
        done.value = 1


def check(lock, numbers, done):
    with lock:
        if all(flag.value for flag in done):
            first, second, third = (number.value for number in numbers)
            assert first == second == third


def main():
    lock = Lock()
    one, two, three = numbers = [Value("i", start, lock=False) for start in (1, 2, 1)]
    done = [Value("i", 0, lock=False) for _ in numbers]
    steps = [(three, one, 1, done[0]), (one, two, 0, done[1]), (two, three, 0, done[2])]
    workers = [Process(target=step, args=(lock, *step_)) for step_ in steps]
    workers.append(Process(target=check, args=(lock, numbers, done)))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
