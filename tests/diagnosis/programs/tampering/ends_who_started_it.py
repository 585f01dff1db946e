"""Ends the process that started the program, which is none of its own."""

import os
import signal


def main():
    os.kill(os.getppid(), signal.SIGTERM)
