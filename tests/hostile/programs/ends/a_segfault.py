# outcome: failed, exception
# says: The program died with signal 11

import ctypes

ctypes.string_at(0)
