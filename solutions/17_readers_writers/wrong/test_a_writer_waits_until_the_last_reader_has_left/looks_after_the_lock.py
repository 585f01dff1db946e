# cause: over-released
# Whether it is the first is looked at when the counting lock is free again.

import time
from multiprocessing import Array, Lock, Process, Value, active_children


def make_gate():
    return {"readers": Value("i", 0, lock=False), "counting": Lock(), "room": Lock()}


def start_reading(gate):
    with gate["counting"]:
        gate["readers"].value += 1
    if gate["readers"].value == 1:
        gate["room"].acquire()


def stop_reading(gate):
    with gate["counting"]:
        gate["readers"].value -= 1
        last = gate["readers"].value == 0
    if last:
        gate["room"].release()


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
