# outcome: failed, hung-outside-control
# says: spin-1 never came back from a loop

import threading


def spin():
    while True:
        pass


threading.Thread(target=spin).start()
