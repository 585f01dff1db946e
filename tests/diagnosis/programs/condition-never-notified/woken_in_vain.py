"""Who is woken looks at a number that was set back before it could look."""

# tasks: main 23, waiter 11
from multiprocessing import Condition, Event, Process, Value


def wait(changed, count, waits):
    with changed:
        waits.set()
        while count.value < 2:
            changed.wait()


def main():
    changed, count, waits = Condition(), Value("i", 0, lock=False), Event()
    waiter = Process(target=wait, name="waiter", args=(changed, count, waits))
    waiter.start()
    waits.wait()
    with changed:
        count.value = 2
        changed.notify_all()
        count.value = 0
    waiter.join()


if __name__ == "__main__":
    main()
