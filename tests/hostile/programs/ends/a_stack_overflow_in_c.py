# outcome: failed, exception
# says: The program died with exit code 3

deep = []
for _ in range(10**5):
    deep = [deep]
try:
    repr(deep)
except RecursionError:
    raise SystemExit(3)
