# outcome: failed, exception | hung-outside-control
# says: The program died with exit code 3 | main never came back from a loop

deep = []
for _ in range(10**5):
    deep = [deep]
try:
    repr(deep)
except RecursionError:
    raise SystemExit(3)
