"""A list of the manager's own inside its dict, and a dict that is written back, under a lock."""

from multiprocessing import Lock, Manager, Process


def work(shared, lock):
    with lock:
        shared["names"].append("Nemo")
        plain = shared["plain"]
        plain["count"] += 1
        shared["plain"] = plain


def main():
    with Manager() as manager:
        shared = manager.dict(names=manager.list(), plain={"count": 0})
        lock = Lock()
        workers = [Process(target=work, args=(shared, lock)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return [list(shared["names"]), shared["plain"]]
