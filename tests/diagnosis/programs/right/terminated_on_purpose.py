"""A child that runs for ever is terminated by its parent."""
# expect: "stopped"

import time
from multiprocessing import Process


def clock():
    while True:
        time.sleep(1)


def main():
    p = Process(target=clock)
    p.start()
    p.terminate()
    p.join()
    return "stopped"
