"""Parent and child both wait for the other's message."""

from multiprocessing import Pipe, Process


def child(conn):
    conn.recv()
    conn.send("answer")


def main():
    ours, theirs = Pipe()
    p = Process(target=child, args=(theirs,))
    p.start()
    answer = ours.recv()
    ours.send("question")
    p.join()
    return answer
