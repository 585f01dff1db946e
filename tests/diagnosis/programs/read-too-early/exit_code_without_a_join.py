# expect: 0
"""The last message of a process is taken for its end."""

from multiprocessing import Pipe, Process


def work(end):
    end.send("done")


def main():
    ours, theirs = Pipe()
    p = Process(target=work, args=(theirs,))
    p.start()
    ours.recv()
    code = p.exitcode
    p.join()
    return code
