"""Two wait in a loop for a third one to count itself: each looks at the number, and holds nothing."""

from multiprocessing import Process, Value


def runner(arrived):
    with arrived.get_lock():
        arrived.value += 1
    while arrived.value < 3:
        pass


def main():
    arrived = Value("i", 0)
    runners = [Process(target=runner, name=f"runner-{n}", args=(arrived,)) for n in (1, 2)]
    for one in runners:
        one.start()
    for one in runners:
        one.join()


if __name__ == "__main__":
    main()
