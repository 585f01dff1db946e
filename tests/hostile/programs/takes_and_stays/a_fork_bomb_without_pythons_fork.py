# outcome: failed, hung-outside-control
# says: main never came back from a call

import ctypes

libc = ctypes.CDLL(None)
while True:
    if libc.fork() < 0:
        libc.pause()
