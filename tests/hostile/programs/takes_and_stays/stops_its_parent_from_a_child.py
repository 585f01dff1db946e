# outcome: failed, hung-outside-control
# says: main never came back from a call

import os
from multiprocessing import process


def run(self):
    os.kill(os.getppid(), 19)


process.BaseProcess.run = run
