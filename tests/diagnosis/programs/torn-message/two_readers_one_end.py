"""Two receive on the same end: one takes the length, the other one the bytes."""

from multiprocessing import Pipe, Process


def read(end, sender):
    sender.close()
    try:
        while True:
            end.recv()
    except EOFError:
        pass


def main():
    receiver, sender = Pipe(duplex=False)
    readers = [Process(target=read, args=(receiver, sender)) for _ in range(2)]
    for reader in readers:
        reader.start()
    receiver.close()
    for number in range(2):
        sender.send(number)
    sender.close()
    for reader in readers:
        reader.join()
