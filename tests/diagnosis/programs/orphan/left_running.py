"""A process outlives the program."""

import os
import time
from multiprocessing import Process


def work():
    if os.fork() == 0:
        time.sleep(1000)
        os._exit(0)
    os._exit(0)


def main():
    p = Process(target=work, name="worker")
    p.start()
    p.join()
    return "done"
