# cause: sleep-as-synchronisation
# Guests for whom there is no room come later, and hope that it is free by then.

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


def guest(number, song, rooms, points):
    time.sleep(number // rooms * 1.5)
    try:
        points[number] = sing(song)
    except VoiceGone:
        points[number] = 0
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    guests = [
        Process(target=guest, args=(number, song, rooms, points))
        for number, song in enumerate(songs)
    ]
    for process in guests:
        process.start()
    for process in guests:
        process.join()
    return list(points)
