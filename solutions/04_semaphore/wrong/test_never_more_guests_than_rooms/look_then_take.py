# cause: check-then-act
# Keys made of a number: between looking and taking another guest takes the same one.

import time
from multiprocessing import Array, Process, Value


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(number, song, free, points):
    while free.value == 0:
        time.sleep(0.5)
    free.value -= 1
    try:
        points[number] = sing(song)
    except VoiceGone:
        points[number] = 0
    free.value += 1
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    free = Value("i", rooms)
    guests = [
        Process(target=guest, args=(number, song, free, points))
        for number, song in enumerate(songs)
    ]
    for process in guests:
        process.start()
    for process in guests:
        process.join()
    return list(points)
