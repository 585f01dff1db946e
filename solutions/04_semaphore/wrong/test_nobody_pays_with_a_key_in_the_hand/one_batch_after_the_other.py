# cause: not-concurrent
# The next guests come when those before have paid.

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
    with keys:
        try:
            points[number] = sing(song)
        except VoiceGone:
            points[number] = 0
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    keys = Semaphore(rooms)
    for begin in range(0, len(songs), rooms):
        ps = []
        for i in range(begin, min(begin + rooms, len(songs))):
            p = Process(target=guest, args=(i, songs[i], keys, points))
            ps.append(p)
            p.start()
        for p in ps:
            p.join()
    return list(points)


if __name__ == "__main__":
    print("Four guests, two rooms, and a voice that is not up to the opera.")
    print("points:", open_bar(["waterloo", "opera", "my way", "hello"], rooms=2))
