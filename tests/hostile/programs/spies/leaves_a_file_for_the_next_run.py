# outcome: failed, wrong-value
# says: the result is 1.

import os

for folder in (".", "/tmp", "/dev/shm"):
    path = os.path.join(folder, "left")
    if os.path.exists(path):
        raise RuntimeError(path)
    with open(path, "w") as file:
        file.write("2")
os.mkfifo("pipe")
os.symlink("/", "link")
os.link("left", "hard")
