"""Process subclasses, no end mark: who is still on tour is asked before each look, not after it."""

import queue
import time
from multiprocessing import Process, Queue


def errand():
    time.sleep(1)


class Courier(Process):
    def __init__(self, parcels, locker, office, tries):
        super().__init__()
        self.work = (parcels, locker, tries)
        self.office = office

    def run(self):
        self.office.put(deliver(*self.work))


def deliver(parcels, locker, tries):
    if not parcels:
        return []
    parcel, *others = parcels
    for number in range(tries):
        if number > 0:
            errand()
        try:
            locker.put(parcel, block=False)
        except queue.Full:
            continue
        return deliver(others, locker, tries)
    return [parcel, *deliver(others, locker, tries)]


def post_news(news, board):
    waiting = list(news)
    while waiting:
        try:
            board.put(waiting[0], False)
        except queue.Full:
            try:
                board.get(False)
            except queue.Empty:
                errand()
        else:
            waiting.pop(0)


def one_day(rounds, places, tries):
    locker, office = Queue(places), Queue()
    couriers = [Courier(parcels, locker, office, tries) for parcels in rounds]
    for courier in couriers:
        courier.start()
    taken = []
    while True:
        on_tour = any(courier.is_alive() for courier in couriers)
        try:
            taken.append(locker.get(block=False))
        except queue.Empty:
            if not on_tour:
                break  # all have ended, and a process ends only when all it has put is in the pipe
            errand()
    reports = [office.get() for _ in couriers]
    for courier in couriers:
        courier.join()
    return [taken, [parcel for report in reports for parcel in report]]
