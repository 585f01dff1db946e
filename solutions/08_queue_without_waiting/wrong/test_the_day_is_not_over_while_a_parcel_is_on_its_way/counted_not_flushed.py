# cause: unreliable-query
# A courier strikes itself off while its parcel is still on its way.
import time
from multiprocessing import Process, Queue, Value
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


def courier(parcels, locker, office, on_tour, tries):
    office.put(deliver(parcels, locker, tries))
    with on_tour.get_lock():
        on_tour.value -= 1


def one_day(rounds, places, tries):
    locker, office = Queue(maxsize=places), Queue()
    on_tour = Value("i", len(rounds))
    couriers = [Process(target=courier, args=(r, locker, office, on_tour, tries)) for r in rounds]
    for p in couriers:
        p.start()
    taken = []
    while True:
        last_look = on_tour.value == 0
        try:
            taken.append(locker.get_nowait())
        except Empty:
            if last_look:
                break
            errand()
    back = sum((office.get() for _ in couriers), [])
    for p in couriers:
        p.join()
    return [taken, back]
