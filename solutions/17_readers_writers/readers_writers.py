"""Readers and writers: the first reader locks the writers out, the last one lets them in."""

import time
from multiprocessing import Array, Lock, Process, Value, active_children


def make_gate():
    """Return the number of readers, the lock for counting, and the room that one side has."""
    return Value("i", 0, lock=False), Lock(), Lock()


def start_reading(gate):
    """Count this reader; the first one takes the room for all of them."""
    readers, counting, room = gate
    with counting:
        readers.value += 1
        if readers.value == 1:
            room.acquire()


def stop_reading(gate):
    """Count this reader off; the last one gives the room back."""
    readers, counting, room = gate
    with counting:
        readers.value -= 1
        if readers.value == 0:
            room.release()


def start_writing(gate):
    """Take the room."""
    gate[-1].acquire()


def stop_writing(gate):
    """Give the room back."""
    gate[-1].release()


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
