"""Two send big messages on the same end."""
# expect: ["a", "b"]

from multiprocessing import Pipe, Process


def send(conn, letter):
    conn.send_bytes(letter * 10_000)


def main():
    receiver, sender = Pipe(duplex=False)
    ps = [Process(target=send, args=(sender, letter)) for letter in (b"a", b"b")]
    for p in ps:
        p.start()
    messages = [receiver.recv_bytes() for _ in ps]
    for p in ps:
        p.join()
    return sorted("".join(sorted(set(m.decode("latin-1")))) for m in messages)
