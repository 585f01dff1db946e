# outcome: failed, hung-outside-control
# says: add-1 never came back from a loop

import ctypes
import os
from multiprocessing import process


def run(self):
    ctypes.CDLL(None).kill(os.getppid(), 9)
    while True:
        pass


process.BaseProcess.run = run
