# outcome: failed, resource-limit
# says: more shared objects than a run may make.

import multiprocessing

locks = []
while True:
    locks.append(multiprocessing.Lock())
