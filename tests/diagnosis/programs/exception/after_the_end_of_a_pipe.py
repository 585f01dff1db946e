"""One more recv() than there are messages."""

from multiprocessing import Pipe, Process


def work(end):
    end.send(1)
    end.close()


def main():
    ours, theirs = Pipe(duplex=False)
    worker = Process(target=work, args=(theirs,))
    worker.start()
    theirs.close()
    worker.join()
    return [ours.recv(), ours.recv()]
