# outcome: failed, resource-limit
# says: more output than a run may print.

import ctypes

libc = ctypes.CDLL(None)
if libc.fork() == 0:
    while True:
        libc.write(1, b'x' * 65536, 65536)
