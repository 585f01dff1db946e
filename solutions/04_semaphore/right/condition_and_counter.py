"""A semaphore made by hand: a counter of free rooms and the condition around it."""

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


def enter(board, free):
    with board:
        while free.value == 0:
            board.wait()
        free.value -= 1


def leave(board, free):
    with board:
        free.value += 1
        board.notify()


def guest(number, song, board, free, points):
    enter(board, free)
    try:
        points[number] = sing(song)
    except VoiceGone:
        points[number] = 0
    leave(board, free)
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
