# outcome: failed, import-error
# says: The program failed with OSError: [Errno 24] Too many open files

import os

while True:
    os.dup(1)
