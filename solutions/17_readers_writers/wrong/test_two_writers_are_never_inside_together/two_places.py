# cause: too-many-inside
# The room is a semaphore with two places.

import time
from multiprocessing import Array, Lock, Process, Semaphore, Value, active_children


def make_gate():
    return {"readers": Value("i", 0, lock=False), "counting": Lock(), "room": Semaphore(2)}


def start_reading(gate):
    with gate["counting"]:
        gate["readers"].value += 1
        if gate["readers"].value == 1:
            gate["room"].acquire()


def stop_reading(gate):
    with gate["counting"]:
        gate["readers"].value -= 1
        if gate["readers"].value == 0:
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
