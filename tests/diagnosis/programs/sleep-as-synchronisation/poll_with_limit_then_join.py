"""No message within a second is taken for the end, and the long message has no reader."""

# schedules: 200
from multiprocessing import Pipe, Process


def work(end):
    end.send("x" * 70_000)


def main():
    ours, theirs = Pipe(duplex=False)
    worker = Process(target=work, args=(theirs,))
    worker.start()
    theirs.close()
    got = []
    try:
        while ours.poll(1):
            got.append(len(ours.recv()))
    except EOFError:
        pass
    worker.join()
    return got
