# outcome: failed, import-error
# says: The program failed with MemoryError

x = []
while True:
    x.append(bytearray(1 << 20))
