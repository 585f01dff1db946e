"""The landlord takes each guest's key off the board, and the guest brings it back."""

import time
from contextlib import contextmanager
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


@contextmanager
def gives_back(keys):
    try:
        yield
    finally:
        keys.release()


def guest(number, song, keys, points):
    try:
        with gives_back(keys):
            points[number] = sing(song)
    except VoiceGone:
        return
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    keys = Semaphore(rooms)
    guests = []
    for number, song in enumerate(songs):
        keys.acquire()
        process = Process(target=guest, args=(number, song, keys, points))
        process.start()
        guests.append(process)
    for process in guests:
        process.join()
    return list(points)
