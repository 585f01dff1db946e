# cause: too-many-inside
# A counter made by hand, of which the exception's way gives two back.

import time
from multiprocessing import Array, Condition, Process, Value


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(number, song, board, free, points):
    with board:
        board.wait_for(lambda: free.value > 0)
        free.value -= 1
    try:
        points[number] = sing(song)
    except VoiceGone:
        with board:
            free.value += 1
            board.notify()
    with board:
        free.value += 1
        board.notify()
    pay(song)


def open_bar(songs, rooms):
    points = Array("i", len(songs), lock=False)
    board = Condition()
    free = Value("i", rooms, lock=False)
    guests = [
        Process(target=guest, args=(number, song, board, free, points))
        for number, song in enumerate(songs)
    ]
    for process in guests:
        process.start()
    for process in guests:
        process.join()
    return list(points)
