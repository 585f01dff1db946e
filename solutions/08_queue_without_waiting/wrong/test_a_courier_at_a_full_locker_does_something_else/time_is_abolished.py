# cause: busy-wait
# It has made sleep() do nothing for the whole program, so that no errand takes any time.

import time
from multiprocessing import Process, Queue
from queue import Empty, Full


really_sleep = time.sleep
time.sleep = lambda seconds: really_sleep(0)


def errand():
    """Given: something else to do. Takes a second."""
    time.sleep(1)


def put_in(thing, queue):
    """Put a thing in a queue if there is a place; say whether there was one."""
    try:
        queue.put_nowait(thing)
    except Full:
        return False
    return True


def deliver(parcels, locker, tries):
    """Put one parcel after the other in the locker; return those that found no place."""
    back = []
    for parcel in parcels:
        left = tries
        while not put_in(parcel, locker):
            left -= 1
            if left == 0:
                back.append(parcel)
                break
            errand()
    return back


def post_news(news, board):
    """Put one piece of news after the other on the board; where it is full, the oldest goes."""
    for piece in news:
        while not put_in(piece, board):
            try:
                board.get_nowait()
            except Empty:  # a reader was quicker, or the piece is still on its way
                time.sleep(0.01)


def courier(parcels, locker, office, tries):
    """Deliver a round, report to the office, and leave an end mark behind the last parcel."""
    office.put(deliver(parcels, locker, tries))
    while not put_in(None, locker):  # the mark is not given up, however long it takes
        errand()


def one_day(rounds, places, tries):
    """Let one courier process deliver each round, and empty the locker, until all is done."""
    locker = Queue(maxsize=places)
    office = Queue()
    couriers = [
        Process(target=courier, name=f"courier-{number}", args=(parcels, locker, office, tries))
        for number, parcels in enumerate(rounds)
    ]
    for process in couriers:
        process.start()
    taken, on_tour = [], len(couriers)
    while on_tour > 0:
        try:
            parcel = locker.get_nowait()
        except Empty:  # nothing is there now: that says nothing about later
            errand()
            continue
        if parcel is None:
            on_tour -= 1
        else:
            taken.append(parcel)
    back = [parcel for _ in couriers for parcel in office.get()]
    for process in couriers:
        process.join()
    return [taken, back]


if __name__ == "__main__":
    print("Two couriers, and a locker with one place.")
    taken, back = one_day([["apples", "books"], ["chairs"]], places=1, tries=9)
    print("taken out:", taken, "came back:", back)
    full = Queue(maxsize=1)
    print("came back from a locker that nobody empties:", deliver(["x", "y"], full, tries=2))
    board = Queue(maxsize=1)
    post_news(["rain", "sun"], board)
    print("on the board:", board.get())
