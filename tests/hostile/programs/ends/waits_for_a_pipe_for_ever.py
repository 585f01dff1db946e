# outcome: failed, hung-outside-control
# says: main never came back from a call

import os

r, w = os.pipe()
os.read(r, 1)
