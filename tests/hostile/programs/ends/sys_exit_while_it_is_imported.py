# outcome: failed, wrong-value
# says: the result is None.

import sys

sys.exit()
