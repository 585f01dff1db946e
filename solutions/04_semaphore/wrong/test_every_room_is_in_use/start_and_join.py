# cause: not-concurrent
# Each guest is waited for before the next one is started.

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
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    keys = Semaphore(rooms)
    for number, song in enumerate(songs):
        process = Process(target=guest, args=(number, song, keys, points))
        process.start()
        process.join()
    return list(points)
