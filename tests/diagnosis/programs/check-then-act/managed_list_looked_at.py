"""Two look whether a name is in a managed list, and take it out."""

# schedules: 20
from multiprocessing import Manager, Process


def work(names):
    if "Nemo" in names:
        names.remove("Nemo")


def main():
    with Manager() as manager:
        names = manager.list(["Nemo"])
        workers = [Process(target=work, args=(names,)) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
