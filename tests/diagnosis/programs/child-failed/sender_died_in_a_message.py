"""The reader leaves, so that a sender dies in the middle of a message, and the next one too."""

import time
from multiprocessing import Lock, Pipe, Process


def work(end, lock, ours):
    ours.close()
    with lock:
        end.send("x" * 70_000)


def main():
    ours, theirs = Pipe(duplex=False)
    lock = Lock()
    workers = [Process(target=work, args=(theirs, lock, ours)) for _ in range(2)]
    for worker in workers:
        worker.start()
    theirs.close()
    time.sleep(1)
    ours.close()
    for worker in workers:
        worker.join()
