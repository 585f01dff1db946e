# outcome: failed, resource-limit
# says: more output than a run may print.

import os

while True:
    os.write(1, b'x' * 65536)
