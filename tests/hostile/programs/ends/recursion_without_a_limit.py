# outcome: failed, hung-outside-control | exception
# says: main never came back from a loop | The program died with signal 11

import sys

sys.setrecursionlimit(10**9)


def f():
    return f() + 1


f()
