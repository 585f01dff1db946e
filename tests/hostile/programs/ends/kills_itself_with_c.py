# outcome: failed, exception
# says: The program died with signal 9

import ctypes, os

ctypes.CDLL(None).kill(os.getpid(), 9)
