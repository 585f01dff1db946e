"""Files of ours on disk: written whole or not at all, under names that are safe everywhere."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from contextlib import suppress
from pathlib import Path

_RESERVED = frozenset({"index", "results", "grades", "junit", "con", "nul", "aux", "prn"})
_LONGEST = 60


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that at any moment either the old or the new one is there, whole.

    What can't be written as UTF-8 (half a character) is written as its number.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), 0o644)
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise


def safe_name(name: str) -> str:
    """Return a file name (without suffix) for any text; different texts get different names.

    Letters and digits of every language, "-", "_" and "." stay. A name that had to be changed, or
    that another could meet where case does not count, ends in a part of its hash.
    """
    text = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in text).strip(".")[:_LONGEST]
    if kept and kept == name == name.lower() and kept not in _RESERVED:
        return kept
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{kept or 'student'}-{mark}"
