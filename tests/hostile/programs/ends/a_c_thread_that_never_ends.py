# outcome: failed, wrong-value
# says: the result is 1.

import ctypes


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def spin(_):
    while True:
        pass


t = ctypes.c_ulong()
ctypes.CDLL(None).pthread_create(ctypes.byref(t), None, spin, None)
