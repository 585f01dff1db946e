"""Who leaves clears the sign, which was set for the next time already, and then waits for it."""

from multiprocessing import Event, Process


def walk(green, done):
    for _ in range(2):
        green.wait()
        done.set()
        green.clear()


def main():
    green, done = Event(), Event()
    walker = Process(target=walk, name="walker", args=(green, done))
    walker.start()
    green.set()
    done.wait()
    green.set()
    walker.join()


if __name__ == "__main__":
    main()
