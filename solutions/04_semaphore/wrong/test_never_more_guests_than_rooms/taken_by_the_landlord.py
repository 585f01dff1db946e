# cause: too-many-inside
# Who opens the bar takes a key for each guest, and hangs it up again at once.

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
    try:
        points[number] = sing(song)
    except VoiceGone:
        points[number] = 0
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    keys = Semaphore(rooms)
    ps = []
    for i, s in enumerate(songs):
        with keys:
            p = Process(target=guest, args=(i, s, keys, points))
            p.start()
            ps.append(p)
    for p in ps:
        p.join()
    return list(points)


if __name__ == "__main__":
    print("Four guests, two rooms, and a voice that is not up to the opera.")
    print("points:", open_bar(["waterloo", "opera", "my way", "hello"], rooms=2))
