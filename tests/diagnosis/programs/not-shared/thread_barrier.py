"""A barrier among threads is given to processes: each comes to one of its own."""

import threading
from multiprocessing import Process


def run(start):
    start.wait()


def main():
    start = threading.Barrier(2)
    runners = [Process(target=run, name=f"runner-{n}", args=(start,)) for n in (1, 2)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()


if __name__ == "__main__":
    main()
