# outcome: failed, tampering
# says: it closed the channel to its scheduler and went on
# with: channels

for fd in channels:
    os.close(fd)
r, w = os.pipe()
os.read(r, 1)
