# cause: order-broken
# The points are listed as they come in, and not in the order of the songs.

import time
from multiprocessing import Process, Queue, Semaphore


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(song, keys, results):
    points = 0
    try:
        with keys:
            points = sing(song)
    except VoiceGone:
        pass
    results.put(points)
    pay(song)


def open_bar(songs, rooms):
    keys = Semaphore(rooms)
    results = Queue()
    guests = [Process(target=guest, args=(song, keys, results)) for song in songs]
    for process in guests:
        process.start()
    points = [results.get() for _ in guests]
    for process in guests:
        process.join()
    return points
