"""The reader holds the sending end too, so the end of the pipe never comes."""

from multiprocessing import Pipe, Process


def read(receiver):
    try:
        while True:
            receiver.recv()
    except EOFError:
        pass


def main():
    receiver, sender = Pipe(duplex=False)
    reader = Process(target=read, args=(receiver,))
    reader.start()
    sender.send("letter")
    sender.close()
    reader.join()
