# outcome: failed, wrong-value
# says: the result is 1.

import sys

for finder in sys.meta_path:
    for source in getattr(finder, 'sources', {}).values():
        source['text'] = 'def both(student):\n    return 2\n'
    if hasattr(finder, 'codes'):
        finder.codes.clear()
