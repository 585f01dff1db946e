# cause: check-then-act
# A writer looks whether somebody writes, and says so afterwards.

import time
from multiprocessing import Array, Process, Value, active_children


def make_gate():
    return {"readers": Value("i", 0), "writing": Value("b", 0)}


def start_reading(gate):
    while gate["writing"].value:
        time.sleep(0.1)
    with gate["readers"].get_lock():
        gate["readers"].value += 1


def stop_reading(gate):
    with gate["readers"].get_lock():
        gate["readers"].value -= 1


def start_writing(gate):
    while gate["writing"].value or gate["readers"].value:
        time.sleep(0.1)
    gate["writing"].value = 1


def stop_writing(gate):
    gate["writing"].value = 0


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
