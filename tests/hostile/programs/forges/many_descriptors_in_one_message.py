# outcome: failed, tampering
# says: it sent a message that is no request
# with: channels

from array import array
for fd in channels:
    s = socket.socket(fileno=fd)
    s.sendmsg([b'[]'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array('i', [0] * 200))])
    s.detach()
