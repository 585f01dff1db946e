# outcome: failed, wrong-value
# says: the result is 1.

import os

for user in (0, 1, 1000, 65534):
    try:
        os.setuid(user)
    except OSError:
        continue
    if os.getuid() != KNOWN.get('uid', os.getuid()) and user == 0:
        raise RuntimeError(str(user))
