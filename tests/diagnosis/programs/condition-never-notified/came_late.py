"""Who was woken once comes too late the second time: the last notify did not wake it."""

# tasks: main 26, waiter 11
from multiprocessing import Condition, Event, Process


def wait(changed, waits, notified):
    for _ in range(2):
        with changed:
            waits.set()
            changed.wait()
        waits.set()
        notified.wait()


def main():
    changed, waits, notified = Condition(), Event(), Event()
    waiter = Process(target=wait, name="waiter", args=(changed, waits, notified))
    waiter.start()
    for _ in range(2):
        waits.wait()
        waits.clear()
        with changed:
            changed.notify_all()
    notified.set()
    waiter.join()


if __name__ == "__main__":
    main()
