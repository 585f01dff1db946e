"""Messages with a kind: the courier's report itself goes through the locker, and is the end mark."""

import time
from multiprocessing import Process, Queue
from multiprocessing.queues import Empty, Full


def errand():
    time.sleep(1)


def attempts(action, failure, most=None):
    """Try an action up to so many times, with an errand between two; return (done?, result)."""
    number = 0
    while True:
        try:
            return True, action()
        except failure:
            number += 1
        if number == most:
            return False, None
        errand()


def deliver(parcels, locker, tries, wrap=lambda parcel: parcel):
    return [
        parcel
        for parcel in parcels
        if not attempts(lambda parcel=parcel: locker.put_nowait(wrap(parcel)), Full, tries)[0]
    ]


def post_news(news, board):
    for piece in news:
        while not attempts(lambda piece=piece: board.put_nowait(piece), Full, 1)[0]:
            if not attempts(board.get_nowait, Empty, 1)[0]:
                time.sleep(0.5)


def courier(parcels, locker, tries):
    back = deliver(parcels, locker, tries, wrap=lambda parcel: ("parcel", parcel))
    attempts(lambda: locker.put_nowait(("report", back)), Full)


def one_day(rounds, places, tries):
    locker = Queue(places)
    couriers = [Process(target=courier, args=(r, locker, tries), daemon=True) for r in rounds]
    for process in couriers:
        process.start()
    taken, back, reports = [], [], 0
    while reports < len(rounds):
        _, (kind, content) = attempts(locker.get_nowait, Empty)
        if kind == "parcel":
            taken.append(content)
        else:
            back += content
            reports += 1
    for process in couriers:
        process.join()
    return [taken, back]
