"""There is no child: the program wants to be run where processes are forked."""

# method: spawn
from multiprocessing import get_start_method


def main():
    if get_start_method() != "fork":
        raise RuntimeError("only where processes are forked")
