# outcome: failed, wrong-value
# says: the result is 1.

import socket

try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_:
        any_.connect(("10.0.0.1", 53))
        any_.send(b"x")
except OSError:
    pass
else:
    raise RuntimeError("sent")
