# outcome: failed, tampering
# says: it sent a message that is too long
# with: channels

for fd in channels:
    s = socket.socket(fileno=fd)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)
    try:
        s.send(memoryview(bytearray(1 << 27)))
    except (OSError, MemoryError):
        s.sendmsg([bytes(200_000)])
    s.detach()
