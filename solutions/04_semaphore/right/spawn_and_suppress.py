"""Started with spawn; points come back through a queue."""

import time
from contextlib import suppress
from multiprocessing import get_context


class VoiceGone(Exception):
    pass


def sing(song):
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    time.sleep(1)


def guest(number, song, keys, results):
    points = 0
    with suppress(VoiceGone), keys:
        points = sing(song)
    results.put([number, points])
    if points:
        pay(song)


def open_bar(songs, rooms):
    ctx = get_context("spawn")
    keys = ctx.Semaphore(rooms)
    results = ctx.SimpleQueue()
    guests = [ctx.Process(target=guest, args=(n, s, keys, results)) for n, s in enumerate(songs)]
    for p in guests:
        p.start()
    for p in guests:
        p.join()
    points = [0] * len(songs)
    while not results.empty():
        number, sung = results.get()
        points[number] = sung
    return points
