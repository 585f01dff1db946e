"""The parent asks twice, the child answers once and waits for more."""

from multiprocessing import Pipe, Process


def child(conn):
    while conn.recv() != "stop":
        conn.send("yes")


def main():
    ours, theirs = Pipe()
    p = Process(target=child, args=(theirs,))
    p.start()
    ours.send("ready?")
    answers = [ours.recv() for _ in range(2)]
    ours.send("stop")
    p.join()
    return answers
