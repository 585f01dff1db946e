"""A turnstile stops new readers while a writer waits, so that writers don't starve."""

import time
from multiprocessing import Array, Process, active_children, get_context


spawn = get_context("spawn")


def make_gate():
    counting, room, turnstile = (spawn.Semaphore(1) for _ in range(3))
    return spawn.Value("i", 0), counting, room, turnstile


def start_reading(gate):
    readers, counting, room, turnstile = gate
    turnstile.acquire()
    turnstile.release()
    counting.acquire()
    readers.value += 1
    if readers.value == 1:
        room.acquire()
    counting.release()


def stop_reading(gate):
    readers, counting, room, _ = gate
    counting.acquire()
    readers.value -= 1
    if readers.value == 0:
        room.release()
    counting.release()


def start_writing(gate):
    _, _, room, turnstile = gate
    turnstile.acquire()
    room.acquire()


def stop_writing(gate):
    _, _, room, turnstile = gate
    room.release()
    turnstile.release()


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
