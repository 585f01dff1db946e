# outcome: failed, resource-limit
# says: more output than a run may print.

import importlib, sys
while True:
    sys.modules.pop('count', None)
    importlib.import_module('count')
