# outcome: failed, import-error
# says: The program failed with OSError: [Errno 28] No space left on device

n = 0
while True:
    n += 1
    with open(f'f{n}', 'wb') as file:
        file.write(bytes(1 << 19))
