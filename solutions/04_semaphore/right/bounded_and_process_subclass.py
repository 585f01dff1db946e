"""A Process subclass, with a BoundedSemaphore and try ... finally by hand."""

import time
from multiprocessing import Array, BoundedSemaphore, Process


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


class Guest(Process):
    def __init__(self, number, song, keys, points):
        super().__init__(name=f"singer {number}")
        self.number = number
        self.song = song
        self.keys = keys
        self.points = points

    def run(self):
        self.keys.acquire()
        try:
            result = sing(self.song)
        except VoiceGone:
            return
        finally:
            self.keys.release()
        self.points[self.number] = result
        pay(self.song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    keys = BoundedSemaphore(rooms)
    guests = []
    for number, song in enumerate(songs):
        guests.append(Guest(number, song, keys, points))
        guests[-1].start()
    while guests:
        guests.pop().join()
    return points[:]
