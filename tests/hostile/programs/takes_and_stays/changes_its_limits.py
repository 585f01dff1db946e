# outcome: failed, import-error
# says: The program failed with MemoryError

import resource

for kind in range(16):
    try:
        resource.setrlimit(kind, (-1, -1))
    except (ValueError, OSError):
        pass
x = []
while True:
    x.append(bytearray(1 << 20))
