"""One function per family of primitives: each uses them as CPython's documentation does."""

import ctypes
import multiprocessing as mp
import queue
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import shared_memory
from multiprocessing.connection import Client, Listener, wait

METHOD = "fork"


def context():
    return mp.get_context(METHOD)


# --- locks and what is built on semaphores


def use_locks(lock, rlock, semaphore, bounded, condition, event, barrier, counter):
    with lock:
        counter.value += 1
    rlock.acquire()
    rlock.acquire()
    rlock.release()
    rlock.release()
    with semaphore, bounded:
        pass
    with condition:
        condition.notify_all()
    event.wait()
    barrier.wait()


def locks():
    c = context()
    counter, event, barrier = c.Value("i", 0), c.Event(), c.Barrier(3)
    things = (c.Lock(), c.RLock(), c.Semaphore(2), c.BoundedSemaphore(1), c.Condition())
    workers = [
        c.Process(target=use_locks, args=(*things, event, barrier, counter)) for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    event.set()
    barrier.wait(timeout=5)
    for worker in workers:
        worker.join()
    return [counter.value, event.is_set(), [worker.exitcode for worker in workers]]


def await_turn(condition, turn, mine, log):
    with condition:
        condition.wait_for(lambda: turn.value == mine)
        log.put(mine)
        turn.value += 1
        condition.notify_all()


def conditions():
    c = context()
    condition, turn, log = c.Condition(), c.Value("i", 0), c.SimpleQueue()
    workers = [c.Process(target=await_turn, args=(condition, turn, i, log)) for i in (2, 0, 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [log.get() for _ in workers]


# --- queues


def square(inbox, outbox):
    for item in iter(inbox.get, None):
        outbox.put(item * item)
    outbox.put(None)


def consume(jobs, done):
    while True:
        done.put(jobs.get())
        jobs.task_done()


def queues():
    c = context()
    inbox, outbox, jobs, done = c.Queue(2), c.Queue(), c.JoinableQueue(), c.SimpleQueue()
    worker = c.Process(target=square, args=(inbox, outbox))
    worker.start()
    for number in range(4):
        inbox.put(number)
    inbox.put(None)
    squares = list(iter(outbox.get, None))
    worker.join()
    consumer = c.Process(target=consume, args=(jobs, done), daemon=True)
    consumer.start()
    for number in range(3):
        jobs.put(number)
    jobs.join()
    full = c.Queue(1)
    full.put(1)
    try:
        full.put_nowait(2)
    except queue.Full:
        refused = True
    return [squares, [done.get() for _ in range(3)], refused]


# --- pipes and sockets


def add_one(end, other):
    other.close()
    try:
        while True:
            end.send(end.recv() + 1)
    except EOFError:
        end.close()


def count_bytes(reader, writer, total):
    writer.close()
    try:
        while True:
            total.value += len(reader.recv())
    except EOFError:
        reader.close()


def pipes():
    c = context()
    near, far = c.Pipe()
    child = c.Process(target=add_one, args=(far, near))
    child.start()
    far.close()
    answers = []
    for number in range(3):
        near.send(number)
        answers.append(near.recv())
    near.close()
    child.join()
    reader, writer = c.Pipe(duplex=False)
    total = c.Value("i", 0)
    child = c.Process(target=count_bytes, args=(reader, writer, total))
    child.start()
    reader.close()
    writer.send(b"x" * 200_000)
    writer.send(b"y")
    writer.close()
    child.join()
    return [answers, total.value, child.exitcode]


def double(address):
    with Client(address) as end:
        end.send(end.recv() * 2)


def listener():
    c = context()
    with Listener() as desk:
        child = c.Process(target=double, args=(desk.address,))
        child.start()
        with desk.accept() as end:
            end.send(21)
            assert wait([end]) == [end]
            answer = end.recv()
        child.join()
    return answer


# --- shared memory


class Point(ctypes.Structure):
    """A structure in shared memory."""

    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_double)]


def write_memory(raw, numbers, locked, point, name):
    raw.value += 1
    numbers[0] += 1
    locked[1] = 5
    point.x = 4
    block = shared_memory.SharedMemory(name=name)
    block.buf[0] = 9
    block.close()


def memory():
    c = context()
    raw, numbers, locked = c.RawValue("i", 1), c.RawArray("i", 3), c.Array("i", [1, 2, 3])
    point, letters = c.Value(Point, 1, 2.0), c.Array("c", b"hello")
    block = shared_memory.SharedMemory(create=True, size=8)
    child = c.Process(target=write_memory, args=(raw, numbers, locked, point, block.name))
    child.start()
    child.join()
    seen = [raw.value, list(numbers), locked[:], point.x, letters.value.decode(), block.buf[0]]
    block.close()
    block.unlink()
    return seen


# --- managers


def use_manager(shared, items, lock, space, jobs, value):
    with lock:
        shared["n"] = shared.get("n", 0) + 1
    items.append(1)
    space.x = 5
    jobs.put(3)
    value.value = 7


def managers():
    c = context()
    with c.Manager() as manager:
        things = (manager.dict(), manager.list(), manager.Lock(), manager.Namespace())
        things += (manager.Queue(), manager.Value("i", 0))
        workers = [c.Process(target=use_manager, args=things) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return [dict(things[0]), list(things[1]), things[3].x, things[4].get(), things[5].value]


# --- pools


def twice(number):
    return number * 2


def plus(one, other):
    return one + other


def refuse(number):
    raise ValueError(f"not {number}")


def pools():
    c = context()
    got, errors = [], []
    with c.Pool(2) as pool:
        seen = [
            pool.map(twice, range(3)),
            pool.starmap(plus, [(1, 2), (3, 4)]),
            pool.apply(twice, (3,)),
            list(pool.imap(twice, range(3))),
            sorted(pool.imap_unordered(twice, range(3))),
            pool.map_async(twice, [5]).get(),
            pool.starmap_async(plus, [(5, 6)]).get(),
        ]
        pool.apply_async(twice, (5,), callback=got.append).wait()
        pool.apply_async(refuse, (5,), error_callback=lambda e: errors.append(str(e))).wait()
        pool.close()
        pool.join()
    return [*seen, got, errors]


def executors():
    with ProcessPoolExecutor(2, mp_context=context()) as executor:
        mapped = list(executor.map(twice, range(3)))
        single = executor.submit(twice, 7).result()
    with ThreadPoolExecutor(2) as executor:
        return [mapped, single, list(executor.map(twice, range(3)))]


# --- threads and time


def threads():
    out, jobs = [], queue.Queue(2)

    def consumer():
        for item in iter(jobs.get, None):
            out.append(item)
            time.sleep(1)
            jobs.task_done()
        jobs.task_done()

    worker = threading.Thread(target=consumer)
    worker.start()
    for number in (*range(3), None):
        jobs.put(number)
    jobs.join()
    worker.join()
    event = threading.Event()
    threading.Timer(10, event.set).start()
    assert event.wait()
    barrier, lifo, first, simple = threading.Barrier(2), queue.LifoQueue(), [], queue.SimpleQueue()
    other = threading.Thread(target=lambda: first.append(barrier.wait()))
    other.start()
    barrier.wait()
    other.join()
    for box in (lifo, simple):
        box.put(1)
        box.put(2)
    return [out, worker.is_alive(), lifo.get(), simple.get(), len(first)]


def nap(seconds):
    time.sleep(seconds)


def virtual_time():
    c = context()
    begin = time.monotonic()
    worker = c.Process(target=nap, args=(3600,))
    worker.start()
    worker.join(timeout=10)
    early = worker.exitcode
    worker.join()
    victim = c.Process(target=nap, args=(100,))
    victim.start()
    victim.terminate()
    victim.join()
    end = time.monotonic() + 2
    while time.monotonic() < end:
        pass
    return [early, worker.exitcode, victim.exitcode, round(time.monotonic() - begin)]


def spawned_locks():
    global METHOD
    METHOD = "spawn"
    return locks()
