"""An error is caught before task_done()."""

from multiprocessing import JoinableQueue, Process


def work(q):
    while True:
        n = q.get()
        try:
            print(10 // n)
            q.task_done()
        except ZeroDivisionError:
            print("bad order")


def main():
    q = JoinableQueue()
    Process(target=work, args=(q,), name="cook", daemon=True).start()
    for n in (5, 0):
        q.put(n)
    q.join()
