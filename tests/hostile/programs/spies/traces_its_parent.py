# outcome: failed, wrong-value
# says: the result is 1.

import ctypes, os

libc = ctypes.CDLL(None)
SEIZE, ATTACH = 0x4206, 16
for how in (SEIZE, ATTACH):
    if libc.ptrace(how, os.getppid(), None, None) == 0:
        raise RuntimeError(f"attached by {how}")
