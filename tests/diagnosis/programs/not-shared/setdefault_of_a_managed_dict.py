"""What setdefault() of a managed dict gives is a copy, too."""

# expect: {"reef": ["Nemo"]}
from multiprocessing import Manager, Process


def work(tanks):
    tanks.setdefault("reef", []).append("Nemo")


def main():
    with Manager() as manager:
        tanks = manager.dict()
        worker = Process(target=work, args=(tanks,))
        worker.start()
        worker.join()
        return dict(tanks)
