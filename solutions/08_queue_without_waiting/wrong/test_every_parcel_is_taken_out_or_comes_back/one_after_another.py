# cause: not-concurrent
# Each courier sets out when the one before is home again.
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


def courier(parcels, locker, office, tries):
    office.put(deliver(parcels, locker, tries))
    locker.put(None)


def shop(locker, counter, couriers):
    taken, left = [], couriers
    while left:
        try:
            parcel = locker.get_nowait()
        except Empty:
            errand()
            continue
        if parcel is None:
            left -= 1
        else:
            taken.append(parcel)
    counter.put(taken)


def one_day(rounds, places, tries):
    locker, office, counter = Queue(maxsize=places), Queue(), Queue()
    keeper = Process(target=shop, args=(locker, counter, len(rounds)))
    keeper.start()
    back = []
    for r in rounds:
        p = Process(target=courier, args=(r, locker, office, tries))
        p.start()
        back += office.get()
        p.join()
    taken = counter.get()
    keeper.join()
    return [taken, back]
