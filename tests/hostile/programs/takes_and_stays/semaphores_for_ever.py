# outcome: failed, busy-wait
# says: Still running after 1 step.

import multiprocessing

locks = []
while True:
    locks.append(multiprocessing.Lock())
