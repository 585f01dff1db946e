# outcome: failed, exception
# says: The program failed with RecursionError: maximum recursion depth exceeded

def f():
    f()


f()
