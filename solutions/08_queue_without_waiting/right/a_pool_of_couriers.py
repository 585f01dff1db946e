"""The couriers are a pool; when it has ended, all that they put is in the pipe."""

import threading
import time
from multiprocessing import Pool, Queue
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


def open_for(locker):
    global the_locker
    the_locker = locker


def work(parcels, tries):
    return deliver(parcels, the_locker, tries)


def one_day(rounds, places, tries):
    locker = Queue(maxsize=places)
    pool = Pool(len(rounds), open_for, (locker,))
    result = pool.starmap_async(work, [(r, tries) for r in rounds], 1)
    pool.close()
    gone = threading.Event()
    waiter = threading.Thread(target=lambda: (pool.join(), gone.set()))
    waiter.start()
    taken = []
    while True:
        last = gone.is_set()
        try:
            taken.append(locker.get_nowait())
        except Empty:
            if last:
                break
            errand()
    waiter.join()
    return [taken, [p for b in result.get() for p in b]]
