# outcome: failed, wrong-value
# says: the result is 1.

import ctypes
import os

libc = ctypes.CDLL(None)
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
    raise RuntimeError("mounted")
if libc.unshare(0x10000000) == 0 or libc.unshare(0x00020000) == 0:
    raise RuntimeError("unshared")
for kind in (0o020666, 0o060666):
    try:
        os.mknod("device", kind, os.makedev(1, 1))
    except OSError:
        continue
    raise RuntimeError("made a device")
