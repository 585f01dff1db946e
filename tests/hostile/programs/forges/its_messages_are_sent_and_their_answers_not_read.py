# outcome: failed, tampering
# says: it does not read the answers to its requests
# with: channels

while True:
    write(["new-sem", False, None, [1, 1, 1], None, None, None, [], "-"])
