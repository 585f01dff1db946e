# outcome: failed, wrong-value
# says: the result is 1.

import ctypes
import os
import signal

libc = ctypes.CDLL(None)
for _ in range(3):
    if libc.fork() == 0:
        libc.setsid()
        if libc.fork() == 0:
            for number in (1, 2, 15):
                libc.signal(number, 1)
            while True:
                libc.pause()
        libc._exit(0)
