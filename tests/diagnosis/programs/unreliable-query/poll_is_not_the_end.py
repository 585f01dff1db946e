"""poll() says no, is taken for the end, and a long message has nobody who receives it."""

from multiprocessing import Pipe, Process


def work(end):
    end.send("x" * 70_000)


def main():
    ours, theirs = Pipe(duplex=False)
    worker = Process(target=work, args=(theirs,))
    worker.start()
    theirs.close()
    got = []
    while ours.poll():
        got.append(len(ours.recv()))
    worker.join()
    return got
