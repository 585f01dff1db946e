# expect: "up"
"""A limit of half a minute, and a result that differs in silence where it is over."""

from multiprocessing import Event, Process


def server(ready):
    ready.set()


def main():
    ready = Event()
    p = Process(target=server, args=(ready,))
    p.start()
    state = "up" if ready.wait(30) else "down"
    p.join()
    return state
