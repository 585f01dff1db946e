# outcome: failed, import-error
# says: The program failed with OSError

import ctypes

lib = ctypes.CDLL(None)
for n in range(10**6):
    s = lib.sem_open(b'/s%d' % n, 0o100, 0o600, 1)
    if s == 0:
        raise OSError
