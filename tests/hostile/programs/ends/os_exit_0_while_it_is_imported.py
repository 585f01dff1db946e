# outcome: failed, exception
# says: The program died with exit code 0: the program ended itself

import os

os._exit(0)
