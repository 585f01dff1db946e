"""A child dies by a signal."""

import os
import signal
from multiprocessing import Process


def work():
    os.kill(os.getpid(), signal.SIGKILL)


def main():
    p = Process(target=work, name="worker")
    p.start()
    p.join()
