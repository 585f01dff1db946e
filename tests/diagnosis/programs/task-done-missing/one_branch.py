"""task_done() is forgotten for one kind of item."""
# tasks: main 21

from multiprocessing import JoinableQueue, Process


def work(q):
    while True:
        n = q.get()
        if n % 2:
            continue
        q.task_done()


def main():
    q = JoinableQueue()
    p = Process(target=work, args=(q,), daemon=True)
    p.start()
    for n in range(3):
        q.put(n)
    q.join()
    return "done"
