"""Zip and tar files that students hand in, unpacked with care.

Only ordinary files come out, below the folder that was asked for, and no more of them than a
hand-in may have. An archive that can't be read is not an error of ours: a note says why.
"""

from __future__ import annotations

import bz2
import errno
import io
import lzma
import os
import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from grader.handins.folder import DEPTH_LIMIT, FILES_LIMIT, HandIn, own_folder
from grader.handins.submission import (
    NOTEBOOK_LIMIT,
    OPENED,
    SUFFIXES,
    leads_out,
    why_closed,
)
from grader.text import visible

ARCHIVE_LIMIT = 16 * 1024 * 1024
"""Bytes of an archive."""

UNPACKED_LIMIT = 64 * 1024 * 1024
"""Bytes that come out of the archives of one student."""

ENTRIES_LIMIT = 5000
"""Entries of an archive that are looked at."""

MEMORY_LIMIT = 64 * 1024 * 1024
"""Bytes of memory that unpacking may take besides."""

_NAME_LIMIT = 200  # bytes of a name in a path
_NAME_ERRORS = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})
_MAGIC: Mapping[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ": lambda: lzma.LZMADecompressor(memlimit=MEMORY_LIMIT),
}


class _Unusable(Exception):
    """Why an archive, or an entry of it, is left out; in the writer's words."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of an archive."""

    name: str
    kind: str  # "file", "folder", or what it is instead
    read: Callable[[int], bytes]  # at most so many bytes


def opened(hand_in: HandIn, folder: Path) -> HandIn:
    """Return a hand-in of archives with what is in them; any other hand-in as it is.

    They are unpacked into ``folder``, which is emptied first. Where programs lie beside the
    archives, these are what was handed in, and the archives stay closed.
    Raises OSError where the folder can't be written to.
    """
    archives = [path for path in hand_in.files if path.name.lower().endswith(OPENED)]
    programs = [path for path in hand_in.files if path.suffix.lower() in SUFFIXES]
    if not archives or programs:
        return hand_in
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    notes = [why for path in hand_in.files if (why := why_closed(path))]
    left = UNPACKED_LIMIT
    for number, path in enumerate(archives):
        place = folder if len(archives) == 1 else folder / f"archive {number + 1}"
        place.mkdir(exist_ok=True)
        left = _unpack(path, hand_in.bounds(path), place, left, notes)
    inside = own_folder(folder)
    return replace(
        inside,
        student=hand_in.student,
        notes=(*hand_in.notes, *notes, *inside.notes),
    )


def _unpack(path: Path, root: Path, folder: Path, left: int, notes: list[str]) -> int:
    """Unpack one archive; return how many more bytes the student's other ones may hold.

    Raises OSError where our own folder can't be written to, and nothing for what is in the archive.
    """
    shown = visible(path.name)
    count = 0
    strange: list[str] = []
    try:
        for entry in _entries(_bytes_of(path, root), path.name.lower(), strange):
            if entry.kind == "folder":
                continue
            try:
                if count >= FILES_LIMIT:
                    raise _Unusable(f"it holds more than {FILES_LIMIT} files")
                left -= _write(entry, folder, left)
                count += 1
            except _Unusable as why:
                strange.append(f"{visible(entry.name)[:80]} ({why})")
                if len(strange) > ENTRIES_LIMIT // 10:
                    break
    except _Unusable as why:
        notes.append(f"{shown} could not be unpacked: {why}. Hand in the files themselves.")
    if count:
        notes.append(f"{shown} was unpacked: {count} {'file' if count == 1 else 'files'}.")
    if strange:
        more = f" and {len(strange) - 3} more" if len(strange) > 3 else ""
        notes.append(f"Left out of {shown}: {', '.join(strange[:3])}{more}.")
    return left


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever the libraries raise for broken or hostile bytes into _Unusable."""
    try:
        yield
    except _Unusable:
        raise
    except Exception as error:
        what = visible(f"{type(error).__name__}: {error}".replace("\n", " "))[:200]
        raise _Unusable(f"it is damaged ({what})") from None


def _bytes_of(path: Path, root: Path) -> bytes:
    is_link = os.path.islink(path)
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: Python 3.11 and 3.12 for a circle
        if is_link:
            raise _Unusable("it is a link that leads to nothing, or in a circle") from None
        if isinstance(error, (FileNotFoundError, NotADirectoryError)):
            raise _Unusable("it is gone") from None
        raise _Unusable(f"it could not be read: {getattr(error, 'strerror', error)}") from None
    if is_link and leads_out(path, real, root):
        raise _Unusable("it is a link that leads out of the folder that was handed in")
    try:
        # The open may not wait for a pipe's writer, nor follow a link made a moment ago.
        handle = os.open(real, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _Unusable("it is not an ordinary file")
            data = file.read(ARCHIVE_LIMIT + 1)
    except OSError as error:
        raise _Unusable(f"it could not be read: {error.strerror}") from None
    if len(data) > ARCHIVE_LIMIT:
        raise _Unusable(f"it is larger than {ARCHIVE_LIMIT // 1024 // 1024} MiB")
    if not data:
        raise _Unusable("it is empty")
    return data


def _entries(data: bytes, name: str, strange: list[str]) -> Iterator[_Entry]:
    """Yield what is in an archive, of whichever kind it is; raises _Unusable.

    Its contents decide the kind, not its name.
    """
    if data.startswith((b"Rar!", b"7z\xbc\xaf")):
        raise _Unusable("it is a .rar or .7z under another name, which are not supported")
    is_tar = data.startswith(tuple(_MAGIC)) or data[257:262] == b"ustar"
    with _reading():
        if name.endswith(".zip") and not is_tar:
            entries = _zipped(data)
        else:
            entries = _tarred(_decompressed(data, strange))
    while True:
        with _reading():
            entry = next(entries, None)
        if entry is None:
            return
        yield entry


def _zipped(data: bytes) -> Iterator[_Entry]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist()[:ENTRIES_LIMIT]:
            kind = "folder" if info.is_dir() else "file"
            mode = info.external_attr >> 16 & 0o170000
            if mode not in (0, 0o100000, 0o040000):
                kind = "a link or a device"
            elif info.flag_bits & 1:
                kind = "encrypted"
            elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                kind = "compressed in an unusual way"

            def read(limit: int, info: zipfile.ZipInfo = info) -> bytes:
                with archive.open(info) as file:
                    return file.read(limit)

            yield _Entry(info.filename, kind, read)


def _tarred(data: bytes) -> Iterator[_Entry]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for number, info in enumerate(archive):
            if number >= ENTRIES_LIMIT:
                return
            kind = "folder" if info.isdir() else "file" if info.isreg() else "a link or a device"
            if info.issparse():
                kind = "a sparse file"

            def read(limit: int, info: tarfile.TarInfo = info) -> bytes:
                file = archive.extractfile(info)
                return file.read(limit) if file is not None else b""

            yield _Entry(info.name, kind, read)


def _decompressed(data: bytes, strange: list[str]) -> bytes:
    """Return a tar file as it was before it was compressed, or raise what the library does.

    ``strange`` gets a word where the end is missing.
    """
    limit = UNPACKED_LIMIT + ENTRIES_LIMIT * 1024  # with the headers
    magic = next((magic for magic in _MAGIC if data.startswith(magic)), None)
    if magic is None:
        return data
    whole = bytearray()
    while data.startswith(magic):  # one part after the other, as parallel packers write them
        part = _MAGIC[magic]()
        whole += part.decompress(data, limit + 1 - len(whole))
        if len(whole) > limit:
            raise _Unusable(f"it holds more than {UNPACKED_LIMIT // 1024 // 1024} MiB")
        if not part.eof:
            strange.append("its end, which is missing (was it uploaded whole?)")
            break
        data = part.unused_data
    return bytes(whole)


def _write(entry: _Entry, folder: Path, left: int) -> int:
    """Write an entry's file below the folder; return its size."""
    if entry.kind != "file":
        raise _Unusable(entry.kind)
    path = folder.joinpath(*_parts(entry.name))
    limit = min(left, NOTEBOOK_LIMIT)
    with _reading():
        data = entry.read(limit + 1)
    if len(data) > limit:
        raise _Unusable("too big")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        raise _Unusable("another entry has its name") from None
    except OSError as error:
        if error.errno not in _NAME_ERRORS:
            raise
        raise _Unusable("its name can't be used here") from None
    return len(data)


def _parts(name: str) -> list[str]:
    """Return the parts of an entry's name, none of which leads anywhere but down."""
    parts = name.replace("\\", "/").split("/")
    if parts[0] in ("", "~") or ":" in parts[0]:
        raise _Unusable("its name begins at the top of a disk")
    parts = [part for part in parts if part not in ("", ".")]
    if ".." in parts:
        raise _Unusable("its name leads out of the archive")
    if len(parts) > DEPTH_LIMIT + 1:
        raise _Unusable("too deep")
    for part in parts:
        try:
            size = len(part.encode())
        except UnicodeEncodeError:
            raise _Unusable("its name is no text") from None
        if size > _NAME_LIMIT or not part.isprintable():
            raise _Unusable("its name is too long, or holds signs that can't be printed")
    if not parts:
        raise _Unusable("it has no name")
    return parts
