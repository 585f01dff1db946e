# outcome: failed, wrong-value
# says: the result is 1.

import sys

sys.modules['scenario_'] = type(sys)('scenario_')
sys.modules['scenario_'].both = lambda student: 2
