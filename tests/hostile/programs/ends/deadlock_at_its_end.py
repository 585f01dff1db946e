# outcome: failed, deadlock
# says: Deadlock after 1 step.

import atexit
import threading

lock = threading.Lock()
lock.acquire()
atexit.register(lock.acquire)
