# cause: lost-item
# The couriers write what comes back into an ordinary list.
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


def courier(parcels, locker, back, tries):
    for parcel in deliver(parcels, locker, tries):
        back.append(parcel)
    locker.put(None)


def one_day(rounds, places, tries):
    locker = Queue(maxsize=places)
    back = []
    couriers = []
    for parcels in rounds:
        p = Process(target=courier, args=(parcels, locker, back, tries))
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
    for p in couriers:
        p.join()
    return [taken, back]
