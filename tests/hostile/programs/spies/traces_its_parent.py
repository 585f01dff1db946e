# outcome: failed, wrong-value
# says: the result is 1.

import ctypes, os

libc = ctypes.CDLL(None)
if libc.ptrace(16, os.getppid(), 0, 0) == 0:
    raise RuntimeError('attached')
