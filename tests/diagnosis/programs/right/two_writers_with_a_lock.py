"""Two send big messages on one end, one at a time."""
# expect: ["a", "b"]

from multiprocessing import Lock, Pipe, Process


def send(conn, lock, letter):
    with lock:
        conn.send(letter * 10_000)


def main():
    receiver, sender = Pipe(duplex=False)
    lock = Lock()
    ps = [Process(target=send, args=(sender, lock, letter)) for letter in "ab"]
    for p in ps:
        p.start()
    got = sorted(receiver.recv()[0] for _ in ps)
    for p in ps:
        p.join()
    return got
