"""The parent has sent all and joins the reader without closing."""

from multiprocessing import Pipe, Process


def reader(conn, other):
    other.close()
    try:
        while True:
            conn.recv()
    except EOFError:
        pass


def main():
    receiver, sender = Pipe(duplex=False)
    p = Process(target=reader, args=(receiver, sender))
    p.start()
    receiver.close()
    sender.send("hello")
    p.join()
