# cause: no-more-consumers
# A courier waits to leave its mark in a locker that nobody empties before it has ended.
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
    back = deliver(parcels, locker, tries)
    office.put(back)
    locker.put(None)


def one_day(rounds, places, tries):
    locker = Queue(maxsize=places)
    office = Queue()
    couriers = []
    for parcels in rounds:
        p = Process(target=courier, args=(parcels, locker, office, tries))
        p.start()
        couriers.append(p)
    for p in couriers:
        p.join()
    taken = []
    done = 0
    while done < len(couriers):
        try:
            parcel = locker.get_nowait()
        except Empty:
            errand()
            continue
        if parcel is None:
            done += 1
        else:
            taken.append(parcel)
    back = []
    for p in couriers:
        back += office.get()
    for p in couriers:
        p.join()
    return [taken, back]
