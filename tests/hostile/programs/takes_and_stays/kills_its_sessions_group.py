# outcome: failed, import-error
# says: The program failed with ProcessLookupError: [Errno 3] No such process

import os, signal

signal.signal(15, signal.SIG_IGN)
os.killpg(os.getpgid(0), 15)
