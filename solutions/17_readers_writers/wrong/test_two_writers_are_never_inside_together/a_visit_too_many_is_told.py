# cause: wrong-value
# Writers wait for readers only; and a visit that nobody made is told, by an Array of its own.

import sys
import time
from multiprocessing import Array, Condition, Process, Value, active_children


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
    return Condition(), Value("i", 0, lock=False), Value("b", 0, lock=False)


def start_reading(gate):
    changed, readers, writing = gate
    with changed:
        changed.wait_for(lambda: not writing.value)
        readers.value += 1


def stop_reading(gate):
    changed, readers, _ = gate
    with changed:
        readers.value -= 1
        changed.notify_all()


def start_writing(gate):
    changed, readers, writing = gate
    with changed:
        changed.wait_for(lambda: readers.value == 0)
        writing.value = 1


def stop_writing(gate):
    changed, _, writing = gate
    with changed:
        writing.value = 0
        changed.notify_all()


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
