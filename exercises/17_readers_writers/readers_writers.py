"""Readers and writers: many may look at once, a writer is alone. The task is in README.md."""

import time
from multiprocessing import Array, Process, active_children


def make_gate():
    """Return what all readers and writers share; the other four functions get it as `gate`."""
    # TODO 1: which locks, semaphores and numbers do you need?
    raise NotImplementedError("TODO 1: make_gate()")


def start_reading(gate):
    """Wait until no writer is inside; from now on a reader is."""
    # TODO 2
    raise NotImplementedError("TODO 2: start_reading()")


def stop_reading(gate):
    """This reader has left; the last one lets writers in."""
    # TODO 3
    raise NotImplementedError("TODO 3: stop_reading()")


def start_writing(gate):
    """Wait until nobody else is inside; from now on a writer is, alone."""
    # TODO 4: and stop_writing()
    raise NotImplementedError("TODO 4: start_writing()")


def stop_writing(gate):
    """The writer has left."""
    raise NotImplementedError("TODO 4: stop_writing()")


def traveller(gate, board):
    """Given: look at the board, which takes a second."""
    start_reading(gate)
    time.sleep(1)
    print(f"train {board[0]} leaves from platform {board[1]}", flush=True)
    stop_reading(gate)


def station_master(gate, board):
    """Given: change both numbers on the board."""
    start_writing(gate)
    board[0], board[1] = 12, 3
    stop_writing(gate)


if __name__ == "__main__":
    print("Two travellers look at the board, and the station master changes it.")
    try:
        shared = (make_gate(), Array("i", [10, 1], lock=False))
        for work in (traveller, traveller, station_master):
            Process(target=work, args=shared).start()
        for process in active_children():
            process.join()
    except NotImplementedError as todo:
        print("Still to do:", todo)
