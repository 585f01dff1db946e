# outcome: failed, tampering
# says: it kept the system from telling who speaks
# with: link

import os
import socket
import threading

kernel, own = link.socketpair()
kept = socket.socket(fileno=os.dup(kernel.fileno()))
say("thread", None, {"name": "nobody"}, (kernel.fileno(),))
kernel.close()
kept.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
own.send(b'["hello",false,null,null,null,null,null,[],"-"]')
