"""What multiprocessing, threading and concurrent.futures have since 3.14 and 3.15."""

import concurrent.futures as futures
import multiprocessing as mp
import threading
import time

FORK = mp.get_context("fork")


def later(number):
    time.sleep(1)
    return number


def for_ever(number):
    time.sleep(1000)


def _ended(how):
    pool = futures.ProcessPoolExecutor(2, mp_context=FORK)
    asked = [pool.submit(for_ever, number) for number in range(3)]
    time.sleep(1)
    getattr(pool, how)()
    errors = [type(future.exception()).__name__ for future in asked]
    pool.shutdown()
    return errors


def terminate_workers():
    return _ended("terminate_workers")


def kill_workers():
    return _ended("kill_workers")


def locked():
    locks = (mp.Lock(), mp.RLock(), mp.Semaphore(1), threading.RLock())
    told = []
    for lock in locks:
        before = lock.locked()
        with lock:
            told.append([before, lock.locked()])
    return told


def _add(shared):
    shared.add(2)
    shared |= {3}


def set_of_a_manager():
    with mp.Manager() as manager:
        shared = manager.set([1])
        child = mp.Process(target=_add, args=(shared,))
        child.start()
        child.join()
        return sorted(shared)


def map_with_a_buffer():
    with futures.ThreadPoolExecutor(2) as threads:
        of_threads = list(threads.map(later, range(5), buffersize=2))
    with futures.ProcessPoolExecutor(2, mp_context=FORK) as pool:
        return [of_threads, list(pool.map(later, range(5), buffersize=2))]


def iterators_for_threads():
    numbers = threading.serialize_iterator(iter(range(6)))
    first, second = threading.concurrent_tee(iter(range(3)), 2)

    @threading.synchronized_iterator
    def made():
        yield from range(3)

    taken = []
    takers = [threading.Thread(target=lambda: taken.extend(numbers)) for _ in range(2)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    return [sorted(taken), list(first), list(second), list(made())]
