# outcome: failed, exception
# says: The program died with signal 6

import os

os.abort()
