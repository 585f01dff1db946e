"""What a pool's result raises when the time is over is another TimeoutError."""

import time
from multiprocessing import Pool


def nap():
    time.sleep(5)


def main():
    with Pool(1) as pool:
        try:
            return pool.apply_async(nap).get(timeout=1)
        except TimeoutError:
            return "late"
