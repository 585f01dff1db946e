"""Linux calls that Python 3.11 has no name for, and the error that says a step was denied."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NEWNS, NEWUTS, NEWIPC = 0x00020000, 0x04000000, 0x08000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MS_REC, MS_PRIVATE, MNT_DETACH = 1 << 14, 1 << 18, 2
AT_FDCWD, AT_RECURSIVE, SYS_MOUNT_SETATTR = -100, 0x8000, 442  # the same number everywhere
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_CAPBSET_DROP = 1, 4, 8, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
CAP_SYS_ADMIN, CAP_CHECKPOINT_RESTORE = 21, 40
CAPABILITY_VERSION = 0x20080522

_LIBRARY = ctypes.CDLL(None, use_errno=True)  # opened once: each opening makes classes of its own
_BARE = ctypes.CDLL(None)  # keeps no errno, which costs a new process more than the call
_CAPSET, _PRCTL = _BARE.capset, _BARE.prctl
_OWN = struct.pack("Ii", CAPABILITY_VERSION, 0)  # the calling process
_NONE = bytes(24)  # effective, permitted, inheritable, twice
_DUMPABLE = tuple(map(ctypes.c_ulong, (PR_SET_DUMPABLE, 1, 0, 0, 0)))


class StepDenied(Exception):
    """The system denied steps of isolation: {step: why}."""

    def __init__(self, denied: dict[str, str]) -> None:
        super().__init__(denied)
        self.denied = denied


@contextmanager
def step(*names: str) -> Iterator[None]:
    """Turn an OSError within into StepDenied for these steps."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        place = f": {error.filename}" if error.filename else ""
        raise StepDenied(dict.fromkeys(names, why + place)) from error


def call(name: str, *arguments: Any) -> int:
    """Call a function of the C library; raises OSError when it answers below 0."""
    words = [ctypes.c_ulong(word) if isinstance(word, int) else word for word in arguments]
    answer = int(getattr(_LIBRARY, name)(*words))
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{os.strerror(number)} ({name})")
    return answer


def prctl(option: int, value: int) -> None:
    """Set one property of this process; raises OSError."""
    call("prctl", option, value, 0, 0, 0)


def hold_capabilities(*held: int) -> None:
    """Have these capabilities of those that this process may have, and no other; raises OSError."""
    bits = sum(1 << capability for capability in held)
    low, high = bits & 0xFFFFFFFF, bits >> 32
    words = struct.pack("6I", low, low, 0, high, high, 0)  # effective, permitted, inheritable
    call("capset", _OWN, words)


def become_ordinary(*, powerful: bool) -> None:
    """Give up every capability, where there are any, and let the grader look at this process.

    For each process that the zygote starts: what it takes is made ready before. Raises OSError.
    """
    if (powerful and _CAPSET(_OWN, _NONE) < 0) or _PRCTL(*_DUMPABLE) < 0:
        raise OSError("a process can't be made an ordinary one")


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount a file system, or (kind None) change or bind one; raises OSError."""
    fstype = None if kind is None else kind.encode()
    try:
        call("mount", os.fsencode(source), os.fsencode(target), fstype, flags, data.encode())
    except OSError as error:
        raise OSError(error.errno, error.strerror, target) from None
