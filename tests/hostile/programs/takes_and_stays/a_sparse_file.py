# outcome: failed, import-error
# says: The program failed with OSError: [Errno 27] File too large

with open('f', 'wb', 0) as file:
    file.truncate(1 << 40)
