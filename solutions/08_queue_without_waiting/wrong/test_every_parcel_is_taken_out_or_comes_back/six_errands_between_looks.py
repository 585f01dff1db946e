# cause: wrong-value
# Six errands between two looks: meanwhile couriers give up.
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


def one_day(rounds, places, tries):
    locker, office = Queue(maxsize=places), Queue()
    couriers = [Process(target=courier, args=(r, locker, office, tries)) for r in rounds]
    for p in couriers:
        p.start()
    taken, left = [], len(couriers)
    while left:
        try:
            parcel = locker.get_nowait()
        except Empty:
            for _ in range(6):
                errand()
            continue
        if parcel is None:
            left -= 1
        else:
            taken.append(parcel)
    back = [p for _ in couriers for p in office.get()]
    for p in couriers:
        p.join()
    return [taken, back]
