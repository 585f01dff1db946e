"""Both processes use the same end of a two-way pipe."""

# tasks: main 16, answer-1 7
from multiprocessing import Pipe, Process

def answer(end):
    end.send(end.recv() + 1)


def main():
    here, there = Pipe()
    child = Process(target=answer, args=(here,))
    child.start()
    here.send(1)
    there.close()
    got = here.recv()
    child.join()
    return got
