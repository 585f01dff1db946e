"""The child does not wait until what it has put in is passed on, and it is lost with the child."""

# tasks: main 16
from multiprocessing import Process, Queue


def child(hall):
    hall.cancel_join_thread()
    hall.put("x" * 100_000)


def main():
    hall = Queue()
    helper = Process(target=child, name="helper", args=(hall,))
    helper.start()
    box = hall.get()
    helper.join()
    return len(box)


if __name__ == "__main__":
    main()
