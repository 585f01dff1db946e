"""The list inside a managed dict is changed in place, while a count beside it arrives."""

# expect: [["Nemo"], 1]
from multiprocessing import Manager, Process


def work(shared):
    shared["names"].append("Nemo")
    shared["count"] += 1


def main():
    with Manager() as manager:
        shared = manager.dict(names=[], count=0)
        worker = Process(target=work, args=(shared,))
        worker.start()
        worker.join()
        return [shared["names"], shared["count"]]
