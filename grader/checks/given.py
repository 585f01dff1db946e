"""The files that a program is given in its working folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

LIMIT = 1 << 20
"""Bytes of all files of a scenario together: they are written anew for every run."""


def given_files(files: Mapping[str, bytes] | tuple[str, ...], folder: Path) -> dict[str, bytes]:
    """Return {name in the working folder: contents}.

    ``files`` is such a dict, or names of files and folders that lie in ``folder``, where the
    exercise is: they keep their names, and of a folder all files are taken.
    Raises ValueError, with the name, for what is no name in its folder, is not there or too big.
    """
    if isinstance(files, str):
        raise ValueError(f"{files!r} is one text, but it must be a dict or a tuple of names")
    for name in files:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts:
            raise ValueError(f"{name!r} is no name in its folder")
    found = dict(files) if isinstance(files, Mapping) else dict(_read(files, folder))
    size = sum(map(len, found.values()))
    if size > LIMIT:
        raise ValueError(f"{size} bytes in all are too many: {LIMIT} is the limit")
    return found


def _read(names: tuple[str, ...], folder: Path) -> Iterator[tuple[str, bytes]]:
    for name in names:
        start = folder / name
        paths = sorted(p for p in start.rglob("*") if p.is_file() and p.name[:1] != ".")
        if start.is_file():
            paths = [start]
        elif not paths:
            raise ValueError(f"{name!r} is no file and no folder with files in {folder}")
        for path in paths:
            yield path.relative_to(folder).as_posix(), path.read_bytes()
