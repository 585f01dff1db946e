"""Each parcel is counted, whichever way it comes, until all are accounted for."""

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
    for parcel in deliver(parcels, locker, tries):
        office.put(parcel)


def one_day(rounds, places, tries):
    locker, office = Queue(maxsize=places), Queue()
    couriers = [Process(target=courier, args=(r, locker, office, tries)) for r in rounds]
    for p in couriers:
        p.start()
    taken, back = [], []
    expected = sum(len(r) for r in rounds)
    while len(taken) + len(back) < expected:
        found = False
        for box, goes_to in ((locker, taken), (office, back)):
            try:
                goes_to.append(box.get_nowait())
                found = True
            except Empty:
                pass
        if not found:
            errand()
    for p in couriers:
        p.join()
    return [taken, back]
