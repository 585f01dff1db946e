"""Each takes two locks and gives back one."""

from multiprocessing import Lock, Process


def work(x, y):
    x.acquire()
    y.acquire()
    y.release()


def main():
    x, y = Lock(), Lock()
    workers = [Process(target=work, args=(x, y)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
