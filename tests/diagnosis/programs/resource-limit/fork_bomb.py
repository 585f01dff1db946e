"""Processes without number."""

import time
from multiprocessing import Process


def sleep():
    time.sleep(1000)


def main():
    while True:
        Process(target=sleep).start()
