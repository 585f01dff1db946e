# outcome: failed, resource-limit
# says: more processes than a run may have.

import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(9,)).start()
