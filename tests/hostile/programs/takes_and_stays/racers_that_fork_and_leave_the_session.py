# outcome: failed, wrong-value
# says: the result is 1.

import ctypes

libc = ctypes.CDLL(None)
if libc.fork() == 0:
    while True:
        if libc.fork() == 0:
            libc.setsid()
        else:
            libc._exit(0)
