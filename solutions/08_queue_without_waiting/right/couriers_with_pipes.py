"""Couriers are a class of processes, and report through pipes of their own."""

import time
from multiprocessing import Pipe, Process, Queue
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


class Courier(Process):
    def __init__(self, parcels, locker, tries):
        super().__init__()
        self.parcels, self.locker, self.tries = parcels, locker, tries
        self.mine, self.theirs = Pipe(duplex=False)

    def run(self):
        self.mine.close()
        self.theirs.send(deliver(self.parcels, self.locker, self.tries))
        self.theirs.close()
        self.locker.put(("done", self.name))


def one_day(rounds, places, tries):
    locker = Queue(maxsize=places)
    couriers = [Courier(parcels, locker, tries) for parcels in rounds]
    for c in couriers:
        c.start()
        c.theirs.close()
    taken, names = [], {c.name for c in couriers}
    while names:
        try:
            thing = locker.get(block=False)
        except Empty:
            errand()
        else:
            if isinstance(thing, tuple):
                names.discard(thing[1])
            else:
                taken.append(thing)
    back = []
    for c in couriers:
        back += c.mine.recv()
        c.join()
    return [taken, back]
