"""Two runners count themselves without a lock; if one is not counted, nobody is the last."""

# tasks: runner-1 10, runner-2 10
from multiprocessing import Process, Semaphore, Value


def runner(arrived, start):
    arrived.value += 1
    if arrived.value < 2:
        start.acquire()
    start.release()


def main():
    arrived, start = Value("i", 0, lock=False), Semaphore(0)
    runners = [Process(target=runner, name=f"runner-{n}", args=(arrived, start)) for n in (1, 2)]
    for one in runners:
        one.start()
    for one in runners:
        one.join()


if __name__ == "__main__":
    main()
