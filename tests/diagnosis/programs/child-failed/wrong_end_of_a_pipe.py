"""The child sends on the end that only receives, and its parent is left alone."""

from multiprocessing import Pipe, Process


def work(end):
    end.send("done")


def main():
    ours, theirs = Pipe(duplex=False)
    worker = Process(target=work, args=(ours,))
    worker.start()
    ours.close()
    theirs.send("x" * 70_000)
    worker.join()
