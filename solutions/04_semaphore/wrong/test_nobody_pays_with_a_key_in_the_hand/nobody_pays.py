# cause: wrong-value
# pay() is never called.

import time
from multiprocessing import Array, Process, Semaphore


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(number, song, keys, points):
    try:
        with keys:
            points[number] = sing(song)
    except VoiceGone:
        points[number] = 0


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    keys = Semaphore(rooms)
    guests = [
        Process(target=guest, args=(number, song, keys, points))
        for number, song in enumerate(songs)
    ]
    for process in guests:
        process.start()
    for process in guests:
        process.join()
    return list(points)
