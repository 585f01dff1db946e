# outcome: failed, hung-outside-control
# says: main never came back from a loop

x = []
for _ in range(10**6):
    x = [x]
hash_me = repr
try:
    repr(x)
except RecursionError:
    raise SystemExit(3)
