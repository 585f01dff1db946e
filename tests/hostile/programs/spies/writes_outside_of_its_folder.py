# outcome: failed, wrong-value
# says: the result is 1.

import os
import sys

for path in ("/mnt/x", "/x", "/usr/x", "/etc/x", "/sandbox/x", "/sandbox/guest/x.py", "/dev/x", os.__file__, sys.executable):
    try:
        with open(path, "a"):
            pass
    except OSError:
        continue
    raise RuntimeError(path)
