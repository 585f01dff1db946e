# outcome: failed, exception
# says: The program died with signal 9

import os

os.killpg(0, 9)
