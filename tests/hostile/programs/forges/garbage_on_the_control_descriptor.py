# outcome: failed, tampering
# says: it sent a message that is no request
# with: channels

for fd in channels:
    os.write(fd, b'\xff\x00{')
