# cause: not-concurrent
# A pool with a worker for each room: whoever pays keeps its worker, and so its room.

import time
from multiprocessing import Pool


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(song):
    try:
        points = sing(song)
    except VoiceGone:
        return 0
    pay(song)
    return points


def open_bar(songs, rooms):
    with Pool(rooms) as pool:
        return pool.map(guest, songs, chunksize=1)
