# outcome: failed, import-error
# says: The program failed with OSError: [Errno 28] No space left on device

import os

for n in range(10**6):
    with open(f'/dev/shm/f{n}', 'wb') as file:
        file.write(bytes(1 << 19))
