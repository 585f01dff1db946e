# outcome: failed, wrong-value
# says: the result is 1.

import re

secret = re.compile(KNOWN["secret"].encode())
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
    for line in maps:
        first, last = (int(word, 16) for word in line.split()[0].split("-"))
        if "rw" in line and last - first < 1 << 28:
            memory.seek(first)
            try:
                data = memory.read(last - first)
            except OSError:
                continue
            if secret.search(data):
                raise RuntimeError(line)
