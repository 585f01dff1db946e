# cause: wrong-value
# All parcels are tried in turn, and not one after the other.
import time
from multiprocessing import Process, Queue
from queue import Empty, Full


def errand():
    """Given: something else to do. Takes a second."""
    time.sleep(1)


def deliver(parcels, locker, tries):
    back = list(parcels)
    for i in range(tries):
        rest = []
        for parcel in back:
            try:
                locker.put_nowait(parcel)
            except Full:
                rest.append(parcel)
        back = rest
        if not back:
            break
        errand()
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
