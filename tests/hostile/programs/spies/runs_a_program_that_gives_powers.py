# outcome: failed, wrong-value | hung-outside-control
# says: the result is 1. | never came back

# Whoever is refused by su may wait for that, as it likes to let guessers wait.

import os
import subprocess

for command in (["/usr/bin/sudo", "-n", "id"], ["/bin/su", "-c", "id"]):
    if os.path.exists(command[0]):
        got = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL)
        if b"uid=0(" in got.stdout:
            raise RuntimeError(str(command))
