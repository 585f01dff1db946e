"""The reading child waits for EOFError, and has the sending end too."""

from multiprocessing import Pipe, Process


def reader(conn):
    while True:
        try:
            conn.recv()
        except EOFError:
            break


def main():
    receiver, sender = Pipe(duplex=False)
    p = Process(target=reader, args=(receiver,))
    p.start()
    receiver.close()
    for i in range(2):
        sender.send(i)
    sender.close()
    p.join()
