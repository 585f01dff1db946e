# cause: wrong-value
# The courier's function is called, and no process started.
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


def one_day(rounds, places, tries):
    locker = Queue(maxsize=places)
    taken = []
    back = []
    for parcels in rounds:
        for parcel in parcels:
            if deliver([parcel], locker, tries):
                back.append(parcel)
            else:
                while True:
                    try:
                        taken.append(locker.get_nowait())
                        break
                    except Empty:
                        errand()
    return [taken, back]
