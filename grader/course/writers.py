"""Who else may write to a place: permissions of a file, and of every folder on the way to it."""

from __future__ import annotations

import grp
import os
import pwd
import shlex
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

_LINKS = 40  # as many as the kernel follows


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody else who decides what is found at a path."""

    who: Literal["everybody", "group", "owner"]
    path: Path  # the file or folder of the way that they may write to
    name: str  # of the group or the owner
    within: Path | None = None  # the folder of all such places, where there are more than one

    @property
    def words(self) -> str:
        """Say who may write to what, as the beginning of a sentence."""
        if self.who == "everybody":
            return f"{self.path} can be written to by everybody on this machine"
        if self.who == "group":
            return f"{self.path} can be written to by the group {self.name}"
        return f"{self.path} belongs to {self.name}"

    @property
    def remedy(self) -> str:
        """Say what the owner can do."""
        if self.who == "owner":
            return "Work with a copy of your own."
        right = "o-w" if self.who == "everybody" else "g-w"
        if self.within is None:
            return f"Take that right away: chmod {right} {shlex.quote(str(self.path))}"
        inside = shlex.quote(str(self.within))
        return f"It is so for more than that. Take that right away: chmod -R {right} {inside}"


def writers(paths: Iterable[Path], trusted: Iterable[int] = ()) -> list[Writer]:
    """Return who may write to one of the paths, or can put something else in its place.

    Nobody is told of who is this user, the superuser, or one of the ``trusted`` ids; nor of a
    group that has one of these as its only member, as many systems give to each user. A folder
    above, such as /tmp, in which only owners may remove things, is open to nobody else.
    Each writer is told once, with the first path, and with the folder that holds them all: of a
    checkout that was made under umask 0 every file is open.
    """
    own = {0, os.geteuid(), *trusted}
    found: dict[tuple[str, str], list[Writer]] = {}
    seen: set[tuple[Path, bool]] = set()
    for path in paths:
        way = list(_way(path))
        for step in way:
            if (step, is_last := step == way[-1]) in seen:
                continue
            seen.add((step, is_last))
            writer = _writer(step, own, is_last=is_last)
            if writer is not None:
                found.setdefault((writer.who, writer.name), []).append(writer)
    return [_together(places) for places in found.values()]


def _together(places: list[Writer]) -> Writer:
    """Return the first of one writer's places, with the folder of all of them."""
    if len(places) == 1 or places[0].who == "owner":
        return places[0]
    within = Path(os.path.commonpath([place.path for place in places]))
    return replace(places[0], within=None if within == Path("/") else within)


def _way(path: Path) -> Iterator[Path]:
    """Yield every folder and link that is gone through to the path, and last what is there."""
    here, parts, links = Path("/"), list(reversed(path.absolute().parts[1:])), 0
    yield here
    while parts:
        part = parts.pop()
        if part == "..":
            here = here.parent
            continue
        here = here / part
        yield here
        if here.is_symlink() and links < _LINKS:
            links += 1
            target = Path(os.readlink(here))
            parts += reversed(target.parts[1:] if target.is_absolute() else target.parts)
            here = Path("/") if target.is_absolute() else here.parent


def _writer(path: Path, own: set[int], *, is_last: bool) -> Writer | None:
    try:
        status = path.lstat()
    except OSError:
        return None  # whoever reads it will tell
    # Who owns the top of the file system owns the machine, under whatever number it is seen.
    if status.st_uid not in own and path != Path("/"):
        return Writer("owner", path, _user(status.st_uid))
    if stat.S_ISLNK(status.st_mode):
        return None
    if stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX and not is_last:
        return None
    if status.st_mode & stat.S_IWOTH:
        return Writer("everybody", path, "")
    if status.st_mode & stat.S_IWGRP and not _is_private(status.st_gid, path, own):
        return Writer("group", path, _group(status.st_gid))
    return None


def _is_private(gid: int, path: Path, own: set[int]) -> bool:
    """Say whether a group has one of these users alone; in doubt it doesn't."""
    if _has_access_list(path):
        return False  # the group's bits then stand for all that are named there
    users = {}  # by name
    for uid in own:
        with suppress(KeyError):
            users[pwd.getpwuid(uid).pw_name] = uid
    try:
        group = grp.getgrgid(gid)
    except KeyError:
        return gid in own  # as in containers, where numbers have no names
    # Those whose first group it is are not listed, so a private group is known by its name.
    return set(group.gr_mem) <= users.keys() and (group.gr_name in users or gid == 0)


def _has_access_list(path: Path) -> bool:
    try:
        return "system.posix_acl_access" in os.listxattr(path, follow_symlinks=False)
    except OSError:
        return False


def _user(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user {uid}"


def _group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)
