"""A karaoke bar with a few rooms: a semaphore. The task is in README.md."""

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
    """Wait for a key, sing, give the key back, then pay; write down the points.

    `points[number]` is for this guest alone; `keys` is whatever your guests take keys from.
    """
    # TODO 1: how does the key come back when sing(song) raises?
    raise NotImplementedError("TODO 1: guest()")


def open_bar(songs, rooms):
    """Let one guest process sing each song. There are `rooms` rooms, each with one key.

    Returns the points of each guest, in the order of the songs.
    """
    points = Array("i", len(songs), lock=False)
    # TODO 2: make the keys, start one process with guest() for each song, wait for all of them.
    raise NotImplementedError("TODO 2: open_bar()")
    return list(points)


if __name__ == "__main__":
    print("Four guests, two rooms, and a voice that is not up to the opera.")
    try:
        print("points:", open_bar(["waterloo", "opera", "my way", "hello"], rooms=2))
    except NotImplementedError as todo:
        print("Still to do:", todo)
