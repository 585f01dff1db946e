# outcome: failed, resource-limit
# says: more processes than a run may have.

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
