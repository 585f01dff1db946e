"""Files of ours on disk: written whole or not at all, under names that are safe everywhere."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_RESERVED = frozenset({"index", "results", "grades", "junit", "run", "con", "nul", "aux", "prn"})
_LONGEST = 60  # letters of a name that are kept, for people
_MOST_BYTES = 200  # of them: with its mark and its ending a name has at most 255
_MARK = 16  # digits of a hash: nobody finds a name that has another's
_MARKED = re.compile(rf"-[0-9a-f]{{{_MARK}}}\Z")

_PART = ".part"


class Busy(Exception):
    """Somebody else holds what only one may have."""


@contextmanager
def held(path: Path, patience: float) -> Iterator[int]:
    """Hold a lock that is a file while the block lasts; yield its descriptor.

    Processes that inherit the descriptor hold it as well, until the last of them has ended.
    Raises Busy if it is not free within so many seconds, and OSError.
    """
    end = time.monotonic() + patience
    with path.open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise Busy(str(path)) from None
                time.sleep(0.1)
        yield file.fileno()


def sweep_parts(folder: Path) -> None:
    """Remove what a killed ``write_whole`` has left in a folder; nobody else may write to it."""
    for path in folder.glob(f".*{_PART}"):
        path.unlink(missing_ok=True)


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that at any moment either the old or the new one is there, whole.

    What can't be written as UTF-8 (half a character) is written as its number.
    """
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(prefix=".", suffix=_PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
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

    Letters and digits of every language, "-", "_" and "." stay. A name that had to be changed, that
    another could meet where case does not count, or that looks as if it had been changed, ends in a
    part of its hash.
    """
    text = unicodedata.normalize("NFC", name)
    kept = "".join(c if c.isalnum() or c in "-_." else "_" for c in text).strip(".")[:_LONGEST]
    kept = kept.encode()[:_MOST_BYTES].decode(errors="ignore")
    plain = kept and kept == name == name.casefold() and not _MARKED.search(kept)
    if plain and kept not in _RESERVED:
        return kept
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return f"{kept or 'student'}-{mark}"
