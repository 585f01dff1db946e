"""The wire protocol between a task and the kernel: bounded JSON over one SEQPACKET socket each.

A request is a list of REQUEST_FIELDS; the reply is ``[value, now]`` with the virtual clock.
Descriptors travel beside a request (SCM_RIGHTS). Both sides use this module and nothing else of
each other.
"""

from __future__ import annotations

import json
from typing import Any

LIMIT = 128 * 1024
"""Bytes of one message at most."""

REQUEST_FIELDS = ("op", "point", "obj", "arg", "timeout", "call", "site", "notes", "wake")

_encoder = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, check_circular=False)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_decoder = json.JSONDecoder(parse_constant=_refuse)


def encode(message: Any) -> bytes:
    """Return the message as bytes; ValueError if it is too long or no plain data."""
    data = _encoder.encode(message).encode("ascii")
    if len(data) > LIMIT:
        raise ValueError(f"a message of {len(data)} bytes is too long")
    return data


def decode(data: bytes | bytearray | memoryview) -> Any:
    """Return the message; ValueError for anything that is not bounded JSON."""
    try:
        return _decoder.decode(str(data, "ascii"))
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
