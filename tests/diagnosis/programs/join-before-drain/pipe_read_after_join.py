"""The children are joined before their long messages are received."""

from multiprocessing import Lock, Pipe, Process


def work(end, lock):
    with lock:
        end.send("x" * 70_000)


def main():
    ours, theirs = Pipe(duplex=False)
    lock = Lock()
    workers = [Process(target=work, args=(theirs, lock)) for _ in range(2)]
    for worker in workers:
        worker.start()
    theirs.close()
    for worker in workers:
        worker.join()
    return [len(ours.recv()) for _ in workers]
