"""Two guests take a spoon each, give it back for the other's sake, and begin again together."""

from multiprocessing import Lock, Process


def guest(mine, yours):
    mine.acquire()
    while not yours.acquire(timeout=1):
        mine.release()
        mine.acquire()
    yours.release()
    mine.release()


def main():
    spoons = Lock(), Lock()
    guests = [
        Process(target=guest, name="Ann", args=spoons),
        Process(target=guest, name="Tom", args=spoons[::-1]),
    ]
    for one in guests:
        one.start()
    for one in guests:
        one.join()


if __name__ == "__main__":
    main()
