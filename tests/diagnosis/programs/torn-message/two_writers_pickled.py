"""Two send big lists on the same end, and what arrives is no list any more."""

from multiprocessing import Pipe, Process


def send(conn, letter):
    conn.send(letter * 10_000)


def main():
    receiver, sender = Pipe(duplex=False)
    ps = [Process(target=send, args=(sender, letter)) for letter in "ab"]
    for p in ps:
        p.start()
    got = sorted(receiver.recv()[0] for _ in ps)
    for p in ps:
        p.join()
    return got
