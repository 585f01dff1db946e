# expect: ["done", 1]
"""Who has failed is started again."""

from multiprocessing import Process, Queue


def work(q, attempt):
    if attempt == 0:
        raise ConnectionError("the first attempt fails")
    q.put("done")


def main():
    q = Queue()
    for attempt in range(3):
        p = Process(target=work, args=(q, attempt))
        p.start()
        p.join()
        if p.exitcode == 0:
            return [q.get(), attempt]
    return ["gave up", attempt]
