"""Real keys: a queue that holds one for each room."""

import time
from multiprocessing import Process, Queue


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(number, song, board, results):
    key = board.get()
    try:
        points = sing(song)
    except VoiceGone:
        points = 0
    finally:
        board.put(key)
    results.put((number, points))
    pay(song)


def open_bar(songs, rooms):
    board = Queue()
    results = Queue()
    for room in range(rooms):
        board.put(f"room {room}")
    guests = [
        Process(target=guest, args=(number, song, board, results))
        for number, song in enumerate(songs)
    ]
    for process in guests:
        process.start()
    points = dict(results.get() for _ in guests)
    for process in guests:
        process.join()
    return [points[number] for number in range(len(songs))]
