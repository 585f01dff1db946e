# cause: no-more-producers
# A queue of keys, and the exception's way puts none back.

import time
from multiprocessing import Array, Process, Queue


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(number, song, board, points):
    key = board.get()
    try:
        points[number] = sing(song)
        board.put(key)
    except VoiceGone:
        points[number] = 0
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    board = Queue()
    for room in range(rooms):
        board.put(room)
    guests = [
        Process(target=guest, args=(number, song, board, points))
        for number, song in enumerate(songs)
    ]
    for process in guests:
        process.start()
    for process in guests:
        process.join()
    return list(points)
