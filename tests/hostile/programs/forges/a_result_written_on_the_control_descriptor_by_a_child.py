# outcome: failed, tampering
# says: a process spoke in the name of another
# with: channels

import ctypes
if ctypes.CDLL(None).fork() == 0:
    write(["new-sem", False, None, [1, 1, 1], None, None, None, [], "-"])
    os._exit(0)
os.wait()
