# cause: over-released
# It looks until a place is free, and does not look whether it got it.

import time
from multiprocessing import Array, Process, Semaphore


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
    while keys.get_value() == 0:
        time.sleep(0.1)
    keys.acquire(False)
    try:
        points[number] = sing(song)
    except VoiceGone:
        points[number] = 0
    keys.release()
    pay(song)



def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    keys = Semaphore(rooms)
    ps = [Process(target=guest, args=(i, s, keys, points)) for i, s in enumerate(songs)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return list(points)


if __name__ == "__main__":
    print("Four guests, two rooms, and a voice that is not up to the opera.")
    print("points:", open_bar(["waterloo", "opera", "my way", "hello"], rooms=2))
