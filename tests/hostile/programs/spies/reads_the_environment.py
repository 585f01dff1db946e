# outcome: failed, wrong-value
# says: the result is 1.

import os

if 'SECRET' in os.environ or 'SECRET' in open('/proc/self/environ').read():
    raise RuntimeError(str(os.environ))
