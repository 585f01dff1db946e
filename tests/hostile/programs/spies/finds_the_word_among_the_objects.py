# outcome: failed, wrong-value
# says: the result is 1.

import gc
import re
import sys

secret = re.compile(KNOWN["secret"])
frame = sys._getframe()
found = []
while frame is not None:
    found.append((dict(frame.f_locals), dict(frame.f_globals), frame.f_code.co_consts))
    frame = frame.f_back
objects = gc.get_objects()
functions = [thing for thing in objects if type(thing) is type(lambda: 0)]
for thing in [*objects, *(function.__code__.co_consts for function in functions), *found]:
    if isinstance(thing, dict | list | tuple) and thing is not globals():
        values = list(thing.values()) if isinstance(thing, dict) else thing
        if any(type(value) is str and secret.search(value) for value in values):
            raise RuntimeError(str(thing)[:200])
