# outcome: failed, exception
# says: The program died with signal 9

import os

os.kill(os.getpid(), 9)
