# outcome: failed, not-concurrent
# says: at least 1 of them, and none came to be.

import sys

root = sys.modules["_guest.root"]
tell = root._tell
root._tell = lambda link, how, value: tell(link, "returned", 2)
raise SystemExit
