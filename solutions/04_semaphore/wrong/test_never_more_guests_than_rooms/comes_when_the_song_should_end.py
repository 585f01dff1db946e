# cause: too-many-inside
# The third guest comes a second later, when the first two are about to end.

import time
from multiprocessing import Array, Process


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
    def __init__(self, number, song, wait, points):
        super().__init__()
        self.number = number
        self.song = song
        self.wait = wait
        self.points = points

    def run(self):
        time.sleep(self.wait)
        try:
            self.points[self.number] = sing(self.song)
        except VoiceGone:
            return
        pay(self.song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    guests = [Guest(n, song, n // rooms, points) for n, song in enumerate(songs)]
    for g in guests:
        g.start()
    for g in guests:
        g.join()
    return list(points)
