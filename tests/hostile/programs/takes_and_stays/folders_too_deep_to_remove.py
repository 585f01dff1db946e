# outcome: failed, wrong-value
# says: the result is 1.

import os

for _ in range(300):
    os.mkdir('d' * 200)
    os.chdir('d' * 200)
os.chmod('.', 0)
