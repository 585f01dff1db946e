# outcome: failed, tampering
# says: it traces a process, and keeps it from its end

import ctypes
import os
import signal
import time

SEIZE = 0x4206
pid = os.fork()
if pid == 0:
    time.sleep(1000)
    os._exit(0)
if ctypes.CDLL(None).ptrace(SEIZE, pid, 0, 0):
    raise OSError("nobody may trace here")
os.kill(pid, signal.SIGTERM)
