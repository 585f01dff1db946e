# outcome: failed, tampering
# says: a process spoke in the name of another's thread
# with: link

import ctypes
kernel, own = link.socketpair()
number = say("thread", None, {"name": "x"}, (kernel.fileno(),))
if ctypes.CDLL(None).fork() == 0:
    own.send(b'["hello",false,null,null,null,null,null,[],"-"]')
    own.recv(100)
    os._exit(0)
