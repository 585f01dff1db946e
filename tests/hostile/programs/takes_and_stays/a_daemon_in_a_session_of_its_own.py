# outcome: failed, orphan
# says: The program ended, and fork-1 was still running.

import os
import signal

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        signal.pause()
    os._exit(0)
