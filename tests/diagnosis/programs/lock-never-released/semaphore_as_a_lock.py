"""A taker waits for an item with the only key in hand, and who brings items needs the key too."""

# tasks: main 16, bringer 9
from multiprocessing import Process, Semaphore


def bring(store):
    _, key, items = store
    with key:
        items.release()


def take(store):
    _, key, items = store
    with key:
        items.acquire()


def main():
    store = ("a tuple is called as it is unpacked", Semaphore(1), Semaphore(0))
    bringer = Process(target=bring, name="bringer", args=(store,))
    bringer.start()
    take(store)
    bringer.join()


if __name__ == "__main__":
    main()
