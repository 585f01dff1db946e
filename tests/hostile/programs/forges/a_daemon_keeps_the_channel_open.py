# outcome: failed, exception
# says: The program died with exit code 0: the program ended itself
# with: channels

import ctypes, signal
if ctypes.CDLL(None).fork() == 0:
    signal.pause()
os._exit(0)
