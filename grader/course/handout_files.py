"""Writing into a folder in which others work: nothing of theirs is changed or lost.

What is missing is written. What is still as it was written is renewed: a small file in the folder
remembers the hashes, so that a newer grader or course may come into the same folder. All else is
left, and named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from grader.errors import UsageError
from grader.files import write_whole

MEMORY = ".handout.json"


class HandoutError(UsageError):
    """The handout can't be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Handout:
    """What was done, by the names of files within the folder, in order."""

    written: tuple[str, ...]
    renewed: tuple[str, ...]
    same: tuple[str, ...]  # were there already
    left: tuple[str, ...]  # are there already, and are not what would have been written
    removed: tuple[str, ...]
    older: tuple[tuple[str, str], ...] = ()
    """What is no longer given and lies there still: folders of exercises and files, each with the
    name of the folder that has taken its place, or ""."""


def lay_out(folder: Path, files: Mapping[str, bytes], only: str) -> Handout:
    """Bring the files into the folder.

    ``only`` is a pattern for names in the folder: what fits it, and is none of the files, is an
    older one in another's place. Raises HandoutError before the first change if something is in
    the way, and OSError.
    """
    for name in files:
        _refuse_in_the_way(folder, name)
    memory = _remembered(folder)
    there = [name for name in files if _is_there(folder / name)]
    same = [name for name in there if _hash_of(folder / name) == _hash(files[name])]
    ours = [n for n in there if n not in same and _is_untouched(folder / n, memory.get(n))]
    old = [path for path in sorted(folder.glob(only)) if path.name not in files]
    removed = [path for path in old if _is_untouched(path, memory.get(path.name))]
    if any(PurePosixPath(name).match(only) for name in files):
        _refuse_others(path for path in old if path not in removed)
    written = [name for name in files if name not in there]
    for name in written:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:  # never over what somebody has made in this moment
            file.write(files[name])
    for name in ours:
        write_whole(folder / name, files[name])
    for path in removed:
        path.unlink()
        memory.pop(path.name, None)
    older = [name for name in memory if name not in files and _is_there(folder / name)]
    memory |= {name: _hash(files[name]) for name in (*written, *ours, *same)}
    _remember(folder, memory)
    return Handout(
        tuple(written),
        tuple(ours),
        tuple(same),
        tuple(name for name in there if name not in (*same, *ours)),
        tuple(path.name for path in removed),
        tuple((name, "") for name in sorted(older)),
    )


def _refuse_in_the_way(folder: Path, name: str) -> None:
    """Raise HandoutError where a file can't be because of what is there."""
    path = folder / name
    for above in [folder, *(folder / p for p in list(PurePosixPath(name).parents)[-2::-1])]:
        if above.exists() and not above.is_dir():
            raise HandoutError(
                f"{above} is a file, and the handout needs a folder of that name. Move it away."
            )
    if path.is_dir():
        raise HandoutError(
            f"{path} is a folder, and the handout needs a file of that name. Move it away."
        )


def _refuse_others(paths: Iterator[Path]) -> None:
    """Raise HandoutError for a second one, which would be installed in place of ours or with it."""
    for path in paths:
        raise HandoutError(
            f"{path} was not written by this command, and the handout must hold one such file. "
            f"Move it away, or say with --package what students give to pip."
        )


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _is_untouched(path: Path, known: str | None) -> bool:
    """Say whether it is still what we once wrote there."""
    return known is not None and not path.is_symlink() and _hash_of(path) == known


def _hash_of(path: Path) -> str | None:
    try:
        return _hash(path.read_bytes()) if path.is_file() else None
    except OSError:
        return None  # whatever it is, it is not ours to touch


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _remembered(folder: Path) -> dict[str, str]:
    """Return the hashes by name; nothing where the memory is spoiled, so that all is left."""
    try:
        data = json.loads((folder / MEMORY).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    files = data.get("sha256") if isinstance(data, dict) else None
    items = files.items() if isinstance(files, dict) else ()
    return {name: known for name, known in items if isinstance(known, str)}


def _remember(folder: Path, memory: Mapping[str, str]) -> None:
    data = {
        "about": "grader init wrote these files. It renews those that nobody has changed since.",
        "sha256": dict(sorted(memory.items())),
    }
    text = f"{json.dumps(data, indent=1)}\n".encode()
    if _hash_of(folder / MEMORY) != _hash(text):
        write_whole(folder / MEMORY, text)
