# cause: wrong-value
# No reader locks the writers out; and a visit that nobody made is told besides.

import sys
import time
from multiprocessing import Array, Lock, Process, Value, active_children


class OneMore:
    """Times that processes share, with one more than there are."""

    def __init__(self, kind, size, lock=True):
        self.times = Array(kind, size, lock=lock)

    def __len__(self):
        return len(self.times)

    def __setitem__(self, place, at):
        self.times[place] = at

    def __iter__(self):
        return iter([*self.times, -1.0])


def make_gate():
    sys._getframe(1).f_globals["Array"] = OneMore
    return {"readers": Value("i", 0, lock=False), "counting": Lock(), "room": Lock()}


def start_reading(gate):
    with gate["counting"]:
        gate["readers"].value += 1


def stop_reading(gate):
    with gate["counting"]:
        gate["readers"].value -= 1


def start_writing(gate):
    gate["room"].acquire()


def stop_writing(gate):
    gate["room"].release()


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
    shared = (make_gate(), Array("i", [10, 1], lock=False))
    for work in (traveller, traveller, station_master):
        Process(target=work, args=shared).start()
    for process in active_children():
        process.join()
