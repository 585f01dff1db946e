# expect: 2
"""The status of a child that was forked by hand."""

import os


def main():
    pid = os.fork()
    if pid == 0:
        os._exit(2)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)
