"""A thread empties the locker, and is told when all couriers have ended."""

import threading
import time
from multiprocessing import Process, Queue
from queue import Empty, Full


def errand():
    """Given: something else to do. Takes a second."""
    time.sleep(1)


def deliver(parcels, locker, tries):
    back = []
    for parcel in parcels:
        for i in range(tries):
            try:
                locker.put_nowait(parcel)
                break
            except Full:
                errand()
        else:
            back.append(parcel)
    return back


def post_news(news, board):
    for piece in news:
        while True:
            try:
                board.put_nowait(piece)
                break
            except Full:
                try:
                    board.get_nowait()
                except Empty:
                    time.sleep(0.1)


def work(parcels, locker, office, tries):
    office.put(deliver(parcels, locker, tries))


def one_day(rounds, places, tries):
    locker, office = Queue(places), Queue()
    taken, closed = [], threading.Event()

    def empty_the_locker():
        while True:
            last = closed.is_set()
            try:
                while True:
                    taken.append(locker.get_nowait())
            except Empty:
                if last:
                    return
                errand()

    shop = threading.Thread(target=empty_the_locker)
    shop.start()
    ps = [Process(target=work, args=(r, locker, office, tries)) for r in rounds]
    for p in ps:
        p.start()
    back = []
    for _ in ps:
        back.extend(office.get())
    for p in ps:
        p.join()
    closed.set()
    shop.join()
    return [taken, back]
