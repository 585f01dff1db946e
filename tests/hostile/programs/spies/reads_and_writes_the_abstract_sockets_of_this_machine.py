# outcome: failed, wrong-value
# says: the result is 1.

import socket

with socket.socket(socket.AF_UNIX) as any_:
    try:
        any_.connect("\0" + KNOWN["abstract"])
    except OSError:
        pass
    else:
        raise RuntimeError("connected")
