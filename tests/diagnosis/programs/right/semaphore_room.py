"""Two places, three guests, each place given back."""
# expect: "empty"

from multiprocessing import BoundedSemaphore, Process


def sing(room):
    with room:
        pass


def main():
    room = BoundedSemaphore(2)
    ps = [Process(target=sing, args=(room,)) for _ in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return "empty"
