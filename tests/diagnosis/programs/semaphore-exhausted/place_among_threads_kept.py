# expect: "done"
"""Two places among threads, and both go to one who keeps them."""

import threading


def guest(room):
    room.acquire()


def main():
    room = threading.BoundedSemaphore(2)
    guests = [threading.Thread(target=guest, args=(room,)) for _ in range(3)]
    for each in guests:
        each.start()
    for each in guests:
        each.join()
    return "done"
