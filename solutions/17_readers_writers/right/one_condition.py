"""One condition guards two numbers; whoever leaves wakes all."""

import time
from multiprocessing import Array, Condition, Process, Value, active_children


class Gate:
    def __init__(self):
        self.changed = Condition()
        self.readers = Value("i", 0, lock=False)
        self.writing = Value("b", 0, lock=False)


def make_gate():
    return Gate()


def start_reading(gate):
    with gate.changed:
        while gate.writing.value:
            gate.changed.wait()
        gate.readers.value += 1


def stop_reading(gate):
    with gate.changed:
        gate.readers.value -= 1
        gate.changed.notify_all()


def start_writing(gate):
    with gate.changed:
        gate.changed.wait_for(lambda: not gate.writing.value and not gate.readers.value)
        gate.writing.value = 1


def stop_writing(gate):
    with gate.changed:
        gate.writing.value = 0
        gate.changed.notify_all()


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
