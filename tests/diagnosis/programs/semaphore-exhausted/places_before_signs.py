"""A place is never given back, so the next sign does not come: the places are what is missing."""

# tasks: main 18, sender 9
from multiprocessing import Process, Semaphore


def send(places, signs):
    for _ in range(2):
        places.acquire()
        signs.release()


def main():
    places, signs = Semaphore(1), Semaphore(0)
    sender = Process(target=send, name="sender", args=(places, signs))
    sender.start()
    for _ in range(2):
        signs.acquire()
    sender.join()


if __name__ == "__main__":
    main()
