"""Who was woken goes on, comes again, and there is nobody left to wake it a second time."""

# tasks: main 21, waiter 11
from multiprocessing import Condition, Event, Process


def wait(changed, waits):
    for _ in range(2):
        with changed:
            waits.set()
            changed.wait()


def main():
    changed, waits = Condition(), Event()
    waiter = Process(target=wait, name="waiter", args=(changed, waits))
    waiter.start()
    waits.wait()
    with changed:
        changed.notify_all()
    waiter.join()


if __name__ == "__main__":
    main()
