# outcome: failed, wrong-value
# says: Two were to be counted

import sys

frame = sys._getframe()
while frame is not None:
    frame.f_locals.update({"value": 2, "name": None})
    frame = frame.f_back
