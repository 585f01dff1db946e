# outcome: failed, hung-outside-control
# says: main never came back from a loop

import sys

sys.setrecursionlimit(10**9)


def f():
    return f() + 1


f()
