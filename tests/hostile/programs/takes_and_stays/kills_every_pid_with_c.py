# outcome: failed, wrong-value
# says: the result is 1.

import ctypes
import os

for pid in range(1, 5000):
    if pid != os.getpid():
        ctypes.CDLL(None).kill(pid, 9)
