# outcome: failed, not-concurrent
# says: at least 1 of them, and none came to be.
# with: link

import sys

frame = sys._getframe()
while "ticket" not in frame.f_locals:
    frame = frame.f_back
say("result", None, ["returned", 2, frame.f_locals["ticket"]])
os._exit(0)
