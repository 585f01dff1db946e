# outcome: failed, tampering
# says: it gave a new task a channel that is none
# with: link

import socket
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
b.send(b"[]")
say("fork", None, {"name": "x"}, (a.fileno(),))
