"""A second child inherited the sending end and lives as long as the reader."""

from multiprocessing import Event, Pipe, Process


def reader(receiver, sender, done):
    sender.close()
    try:
        while True:
            receiver.recv()
    except EOFError:
        done.set()


def helper(done):
    done.wait()


def main():
    done = Event()
    receiver, sender = Pipe(duplex=False)
    a = Process(target=reader, args=(receiver, sender, done))
    b = Process(target=helper, args=(done,), name="helper")
    a.start()
    b.start()
    sender.send(1)
    sender.close()
    a.join()
    b.join()
