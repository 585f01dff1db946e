import json
import os
import socket
import stat

channels = []
for fd in map(int, os.listdir("/proc/self/fd")):
    try:
        channels += [fd] if stat.S_ISSOCK(os.fstat(fd).st_mode) else []
    except OSError:
        pass


def write(message):
    for fd in channels:
        os.write(fd, json.dumps(message).encode())
