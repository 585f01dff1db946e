"""The wire protocol between a task and the kernel: bounded JSON over one SEQPACKET socket each.

A request is a list of REQUEST_FIELDS; the reply is ``[value, now]`` with the virtual clock. Two
more items come where there is news: the task numbers of children of the process that have ended
since the last reply, and "done" or "again" if the program has sent the task a signal that it
handles: "again" where that ended the task's wait, which is not over.
Descriptors travel beside a request (SCM_RIGHTS). Both sides use this module and nothing else of
each other.
"""

from __future__ import annotations

import json
from json.encoder import c_make_encoder, encode_basestring_ascii
from typing import Any

LIMIT = 128 * 1024
"""Bytes of one message at most."""

NO_PID = -1
"""What is told in place of a new process's id where the system refused the process."""

ASKS_WHERE = 62
"""The signal at which a process prints its stack: a real-time one, which programs hardly use."""

REQUEST_FIELDS = ("op", "point", "obj", "arg", "timeout", "call", "site", "notes", "touch")


def _refuse(what: Any) -> Any:
    raise ValueError("no plain data")


# The encoder and the scanner in C: what json puts around them costs more than they do themselves.
_encode = c_make_encoder(None, _refuse, encode_basestring_ascii, None, ":", ",", False, False, True)
_scan = json.JSONDecoder(parse_constant=_refuse).scan_once


def encode(message: Any) -> bytes:
    """Return the message as bytes; ValueError if it is too long or no plain data."""
    data = "".join(_encode(message, 0)).encode("ascii")
    if len(data) > LIMIT:
        raise ValueError(f"a message of {len(data)} bytes is too long")
    return data


def ticket(secret: str) -> bytes:
    """Return the request by which the kernel believes the root's result; see ``root.run``."""
    return encode(["ticket", False, None, secret, None, None, None, [], "-"])


def decode(data: bytes | bytearray | memoryview) -> Any:
    """Return the message; ValueError for anything that is not bounded JSON."""
    try:
        text = str(data, "ascii")
        message, end = _scan(text, 0)
    except (UnicodeDecodeError, RecursionError, StopIteration) as error:
        raise ValueError(str(error)) from None
    if end != len(text):
        raise ValueError("more than one message")
    return message
