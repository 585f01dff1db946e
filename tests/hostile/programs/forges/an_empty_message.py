# with: channels
# outcome: failed, tampering
# says: it closed the channel to its scheduler and went on

for fd in channels:
    os.write(fd, b"")
