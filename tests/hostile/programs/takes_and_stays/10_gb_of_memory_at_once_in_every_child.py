# outcome: failed, wrong-value
# says: the result is 1.

import ctypes

libc = ctypes.CDLL(None)
for _ in range(10):
    if libc.fork() == 0:
        x = []
        try:
            while True:
                x.append(bytearray(b'x' * (1 << 20)))
        except MemoryError:
            libc.pause()
