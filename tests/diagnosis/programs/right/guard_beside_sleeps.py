# expect: "up"
"""A limit that is ten times as long as the work that it guards; in threads."""

import threading
import time


def server(ready):
    time.sleep(3)
    ready.set()


def main():
    ready = threading.Event()
    t = threading.Thread(target=server, args=(ready,))
    t.start()
    if not ready.wait(30):
        raise RuntimeError("the server did not come up")
    t.join()
    return "up"
