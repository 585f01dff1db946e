# outcome: failed, hung-outside-control
# says: main never came back from a call

import os, signal

os.kill(os.getpid(), signal.SIGSTOP)
