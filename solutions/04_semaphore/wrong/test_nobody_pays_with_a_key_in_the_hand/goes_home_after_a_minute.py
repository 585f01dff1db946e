# cause: sleep-as-synchronisation
# Who has waited for a minute goes home, without a song and without paying.

import time
from multiprocessing import Array, Process, Semaphore


class VoiceGone(Exception):
    """Nobody can sing on after this."""


def sing(song):
    """Given: takes a second. Returns the points; raises VoiceGone at the end of "opera"."""
    time.sleep(1)
    if song == "opera":
        raise VoiceGone(song)
    return len(song)


def pay(song):
    """Given: takes a second, at the counter. Nobody needs a key for it."""
    time.sleep(1)


def guest(number, song, keys, points):
    """Take a key, sing, give it back whatever happens, and only then pay."""
    if not keys.acquire(timeout=60):
        return
    try:
        points[number] = sing(song)
    except VoiceGone:
        points[number] = 0
    finally:
        keys.release()
    pay(song)


def open_bar(songs, rooms):
    """Let one guest process sing each song, in as many rooms; return each guest's points."""
    points = Array("i", len(songs), lock=False)
    keys = Semaphore(rooms)
    guests = [
        Process(target=guest, name=f"guest-{number}", args=(number, song, keys, points))
        for number, song in enumerate(songs)
    ]
    for process in guests:
        process.start()
    for process in guests:
        process.join()
    return list(points)


if __name__ == "__main__":
    print("Four guests, two rooms, and a voice that is not up to the opera.")
    print("points:", open_bar(["waterloo", "opera", "my way", "hello"], rooms=2))
