# outcome: failed, wrong-value
# says: the result is 1.

import os, signal

signal.signal(15, signal.SIG_IGN)
os.killpg(os.getpgid(0), 15)
