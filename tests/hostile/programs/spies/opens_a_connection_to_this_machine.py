# outcome: failed, wrong-value
# says: the result is 1.

import socket

for place in (("127.0.0.1", KNOWN["port"]), ("0.0.0.0", KNOWN["port"])):
    try:
        socket.create_connection(place, 1)
    except OSError:
        continue
    raise RuntimeError(str(place))
