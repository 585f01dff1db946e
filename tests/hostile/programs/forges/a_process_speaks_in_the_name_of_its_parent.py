# outcome: failed, wrong-value
# says: the result is 1.
# with: link

import ctypes
if ctypes.CDLL(None).fork() == 0:
    say("result", None, ["returned", 2])
    os._exit(0)
