"""Become less powerful than the tests are, then start an interpreter: `weaker.py HOW PYTHON ...`.

Stands in for machines that allow less. HOW is some of these, with "+" between:
nobody         another, ordinary user
container      the superuser with the few capabilities that containers leave it
no-namespaces  the system lets no ordinary user make a namespace
"""

import os
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "grader" / "guest"))

from launcher import system

# chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, net_raw,
# sys_chroot, mknod, audit_write, setfcap
CONTAINER = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)

how, python, *arguments = sys.argv[1:]
if "no-namespaces" in how:
    system.call("unshare", system.NEWNS)
    system.mount("none", "/", None, system.MS_REC | system.MS_PRIVATE)
    system.mount("/", "/mnt", None, system.MS_BIND | system.MS_REC)
    os.chroot("/mnt")  # Linux makes no user namespace for a process in a changed root
    os.chdir("/")
if "nobody" in how:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
else:
    for capability in {*range(41)} - {*CONTAINER}:
        system.prctl(system.PR_CAPBSET_DROP, capability)
    kept = sum(1 << capability for capability in CONTAINER)
    header = struct.pack("Ii", 0x20080522, 0)
    system.call("capset", header, struct.pack("IIIIII", kept, kept, 0, 0, 0, 0))
os.execv(python, [python, *arguments])
