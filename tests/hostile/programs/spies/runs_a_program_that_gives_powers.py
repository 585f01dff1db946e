# outcome: failed, wrong-value
# says: the result is 1.

import os
import subprocess

for program in ("/usr/bin/sudo", "/bin/mount", "/usr/bin/newgrp"):
    if os.path.exists(program):
        got = subprocess.run([program, "-c", "id"], capture_output=True, stdin=subprocess.DEVNULL)
        if b"uid=0" in got.stdout:
            raise RuntimeError(program)
