"""Started with spawn; a shop process empties the locker until the counts agree."""

import multiprocessing
import time
from queue import Empty, Full

ctx = multiprocessing.get_context("spawn")


def errand():
    time.sleep(1)


def deliver(parcels, locker, tries):
    back = []
    for parcel in parcels:
        attempts = 0
        while attempts < tries:
            attempts += 1
            if not locker.full():  # a guess, no promise
                try:
                    locker.put_nowait(parcel)
                except Full:
                    pass
                else:
                    break
            errand()
        else:
            back += [parcel]
    return back


def post_news(news, board):
    for piece in news:
        posted = False
        while not posted:
            try:
                board.put_nowait(piece)
                posted = True
            except Full:
                try:
                    board.get(timeout=0.05)
                except Empty:
                    pass


def courier(parcels, locker, tries, reports, sure):
    back = deliver(parcels, locker, tries)
    reports.put(back)
    with sure.get_lock():
        sure.value -= len(back)


def shop(locker, sure, basket):
    """`sure` is how many parcels will come, as far as is known: it only goes down."""
    taken = []
    while len(taken) < sure.value:
        try:
            taken.append(locker.get_nowait())
        except Empty:
            errand()
    basket.put(taken)


def one_day(rounds, places, tries):
    locker = ctx.Queue(maxsize=places)
    reports, basket = ctx.Queue(), ctx.Queue()
    sure = ctx.Value("i", sum(map(len, rounds)))
    couriers = [ctx.Process(target=courier, args=(r, locker, tries, reports, sure)) for r in rounds]
    people = [ctx.Process(target=shop, args=(locker, sure, basket)), *couriers]
    for person in people:
        person.start()
    taken = basket.get()
    back = []
    for _ in couriers:
        back.extend(reports.get())
    for person in people:
        person.join()
    return [taken, back]
