# outcome: failed, wrong-value
# says: the result is 1.

import os

for user in {0, 1, 1000, 65534} - {os.getuid()}:
    try:
        os.setuid(user)
    except OSError:
        continue
    raise RuntimeError(f"is {user}")
