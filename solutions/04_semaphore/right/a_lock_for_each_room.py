"""A lock for each room; who finds none free looks again a little later."""

import time
from multiprocessing import Array, Process, Semaphore
from multiprocessing import Lock


class VoiceGone(Exception):
    """Nobody can sing on after this."""


def sing(song):
    """Given: takes a second. Returns the points; raises VoiceGone at the end of "opera"."""
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    """Given: takes a second, at the counter. Nobody needs a key for it."""
    time.sleep(1)


def guest(number, song, keys, points):
    """Each room has a lock; look for a free one, and have a rest between two rounds."""
    room = None
    while room is None:
        for each in keys:
            if each.acquire(block=False):
                room = each
                break
        else:
            time.sleep(0.05)
    try:
        points[number] = sing(song)
    except VoiceGone:
        points[number] = 0
    room.release()
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs))
    keys = [Lock() for _ in range(rooms)]
    ps = [Process(target=guest, args=(i, s, keys, points)) for i, s in enumerate(songs)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return points[:]


if __name__ == "__main__":
    print("Four guests, two rooms, and a voice that is not up to the opera.")
    print("points:", open_bar(["waterloo", "opera", "my way", "hello"], rooms=2))
