"""A sign for each of two runners, and a quick one takes both."""

# tasks: main 21, slow 9
from multiprocessing import Process, Semaphore


def run(laps, go):
    for _ in range(laps):
        go.acquire()


def main():
    go = Semaphore(0)
    quick = Process(target=run, name="quick", args=(2, go))
    slow = Process(target=run, name="slow", args=(1, go))
    quick.start()
    slow.start()
    go.release()
    go.release()
    quick.join()
    slow.join()


if __name__ == "__main__":
    main()
