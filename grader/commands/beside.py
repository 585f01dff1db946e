"""The data files beside a program: which of them its runs find in their working folder."""

from __future__ import annotations

import ast
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.text import visible

MOST_BYTES = 1 << 20  # of all files together: they are written anew for every run
MOST_FILES = 200
MOST_SEEN = 5000  # entries of the folder that are looked at
DEPTH = 4

WALKS = frozenset({"listdir", "scandir", "walk", "iterdir", "glob", "rglob", "iglob"})
"""Functions by which a program finds files whose names it does not know."""

NO_DATA = frozenset({"__pycache__", "node_modules", "venv", "env", "site-packages"})
PROGRAMS = (".py", ".pyc", ".ipynb", ".so")


def data_beside(program: Path, tree: ast.Module) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return {name in the working folder: contents}, and notes on it.

    Ordinary files beside the program are taken if its text names them, their folder or their
    ending, and all of them if it looks through folders. Hidden ones
    are left out, and so is what is too big.
    """
    words, walks = _words(tree)
    taken: dict[str, bytes] = {}
    left: list[str] = []
    size = 0
    for name, path in _files(program.resolve().parent):
        parts = name.parts
        if not (walks or parts[0] in words or name.name in words or name.suffix in words):
            continue
        data = _read(path, MOST_BYTES - size) if len(taken) < MOST_FILES else None
        if data is None:
            left.append(str(name))
        else:
            taken[str(name)] = data
            size += len(data)
    notes = []
    if taken:
        notes.append(f"Each run finds these files of the program's folder: {_listed([*taken])}.")
    if left:
        notes.append(
            f"Left out of the runs, since no more than {MOST_FILES} files and "
            f"{MOST_BYTES // 1024} KiB together are copied: {_listed(left)}."
        )
    return taken, tuple(notes)


def _words(tree: ast.Module) -> tuple[set[str], bool]:
    """Return the names and endings in a program's texts, and whether it looks through folders."""
    words: set[str] = set()
    walks = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            path = PurePosixPath(node.value[:500])
            words.update(part for part in path.parts if part not in (".", "..", "/"))
            words.add(path.suffix or node.value[:20])
        elif isinstance(node, ast.Attribute):
            walks = walks or node.attr in WALKS
        elif isinstance(node, ast.Name):
            walks = walks or node.id in WALKS
    return words - {""}, walks


def _files(folder: Path) -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield the folder's ordinary files, sorted, those nearest first; follow no link."""
    seen = 0
    level = [folder]
    for _ in range(DEPTH):
        deeper: list[Path] = []
        for parent in level:
            try:
                entries = sorted(os.scandir(parent), key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in entries:
                seen += 1
                if seen > MOST_SEEN:
                    return
                if entry.name.startswith(".") or entry.name in NO_DATA:
                    continue
                path = Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    if not (path / "pyvenv.cfg").exists():
                        deeper.append(path)
                elif entry.is_file(follow_symlinks=False) and path.suffix not in PROGRAMS:
                    yield PurePosixPath(path.relative_to(folder).as_posix()), path
        level = deeper


def _read(path: Path, most: int) -> bytes | None:
    """Return an ordinary file's bytes, or None if there are more than so many, or it can't be."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None
            data = file.read(most + 1)
    except OSError:
        return None
    return data if len(data) <= most else None


def _listed(names: list[str]) -> str:
    shown = [visible(name) for name in names[:5]]
    more = [f"{len(names) - 5} more"] if len(names) > 5 else []
    return ", ".join([*shown, *more])
