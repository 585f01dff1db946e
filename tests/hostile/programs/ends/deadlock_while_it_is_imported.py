# outcome: failed, self-lock
# says: Deadlock after 1 step.

import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
