"""A new root for the zygote: what Python needs, for reading, and the run's own small folders."""

from __future__ import annotations

import os
import stat
import struct
import sys

from .job import Job
from .system import (
    AT_FDCWD,
    AT_RECURSIVE,
    MNT_DETACH,
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    SYS_MOUNT_SETATTR,
    call,
    mount,
    step,
)

GUEST, ENTRY, WORK = "/sandbox/guest", "/sandbox/entry.py", "/sandbox/work"
EMPTY = "/sandbox/empty"
OLD = "/old"  # where the real root is while the new one is built
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
DEVICES = ("null", "zero", "full", "random", "urandom")
STREAMS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}


def build_root(job: Job, ids: tuple[int, int] | None) -> None:
    """Move this process into a new root, which holds nothing of the machine that is not named here.

    Raises StepDenied; the process is then of no more use.
    """
    user, group = ids or (os.getuid(), os.getgid())
    own = MS_NOSUID | MS_NODEV
    space = f"size={job['space']},nr_inodes=4096"
    trees, links = visible(job)
    os.umask(0o022)
    with step("files"):
        mount("none", "/", None, MS_REC | MS_PRIVATE)
        mount("tmpfs", "/tmp", "tmpfs", own, f"{space},mode=755")
        os.chdir("/tmp")
        os.makedirs(f"root{OLD}")
        mount("root", "root", None, MS_BIND)
        call("pivot_root", b".", f"root{OLD}".encode())
        # One folder down: a process whose root is not its namespace's can't make user namespaces,
        # and so gets no new powers, nor file systems without limits.
        os.chroot("root")
        os.chdir("/")
        for folder, mode in {"/tmp": "1777", "/dev/shm": "1777", WORK: "700"}.items():
            os.makedirs(folder)
            options = f"{space},mode={mode},uid={user},gid={group}"
            mount("tmpfs", folder, "tmpfs", own, options)
        os.mkdir(EMPTY)
        for path, target in links.items():
            os.symlink(target, path)
        for path, source in trees.items():
            ours = path in (GUEST, *job["import_folders"])
            if ours and ids and not is_open_to_all(OLD + source):
                copy_tree(OLD + source, path)
            else:
                bind(OLD + source, path)
        for path in hidden(job):
            bind(EMPTY, path)
        for name in DEVICES:
            bind(f"{OLD}/dev/{name}", f"/dev/{name}", device=True)
        for name, target in STREAMS.items():
            os.symlink(f"/proc/self/fd{target}", f"/dev/{name}")
        write_etc(user, group)
        os.mkdir("/proc")
    if "proc" in job["steps"]:
        with step("proc"):
            mount("proc", "/proc", "proc", own | MS_NOEXEC, "subset=pid")
    with step("files"):
        call("umount2", OLD.encode(), MNT_DETACH)
        os.rmdir(OLD)
        mount("none", "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | own)


def visible(job: Job) -> tuple[dict[str, str], dict[str, str]]:
    """What the new root shows: {path: its real path in the old root} and {link: target}.

    In the order in which they are to be mounted. The interpreter's parts keep their paths, so that
    it and the interpreters that it spawns find them again.
    """
    trees: dict[str, str] = {}
    links: dict[str, str] = {}

    def show(path: str) -> None:
        covered = any(f"{path}/".startswith(f"{top}/") for top in [*trees, *links])
        if os.path.exists(path) and not covered:
            trees[path] = os.path.realpath(path)

    for path in SYSTEM:
        if os.path.islink(path):
            links[path] = os.readlink(path)
        else:
            show(path)
    show("/etc/ld.so.cache")
    show(os.path.realpath("/proc/self/exe"))
    for prefix in prefixes():
        show(f"{prefix}/lib")
        show(f"{prefix}/lib64")
    for path in sys.path:
        show(path)
    with open("/proc/self/maps") as maps:  # the C library and whatever else was linked in
        for path in sorted({line.split(None, 5)[-1].strip() for line in maps}):
            if path.startswith("/"):
                show(path)
    for folder in job["import_folders"]:
        trees[folder] = os.path.realpath(folder)
    trees[GUEST] = os.path.realpath(job["guest"])
    if job["entry"]:
        trees[ENTRY] = os.path.realpath(job["entry"])
    return trees, links


def prefixes() -> set[str]:
    """Where the interpreter itself is installed, not a virtual environment made from it."""
    return {sys.base_prefix, sys.base_exec_prefix} - {"/"}


def hidden(job: Job) -> list[str]:
    """Folders within the new root that are to look empty: installed packages, and the grader."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = (
        f"lib/{version}/site-packages",
        "lib/python3/dist-packages",
        f"local/lib/{version}/dist-packages",
    )
    found = [f"{prefix}/{name}" for prefix in prefixes() for name in packages]
    wanted = [f"{folder}/" for folder in job["import_folders"]]
    unasked = [path for path in found if not any(w.startswith(f"{path}/") for w in wanted)]
    grader = os.path.basename(job["hide"])
    copies = [f"{folder}/{grader}" for folder in job["import_folders"]]
    own = [path for path in copies if os.path.exists(path) and is_same(path, OLD + job["hide"])]
    return [path for path in unasked if os.path.isdir(path)] + own


def is_same(path: str, other: str) -> bool:
    """Whether both are one folder, though the other may not exist."""
    return os.path.exists(other) and os.path.samefile(path, other)


def bind(source: str, target: str, *, device: bool = False) -> None:
    """Show a folder or file in another place as well, for reading only."""
    if not os.path.exists(target):
        if os.path.isdir(source):
            os.makedirs(target)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    mount(source, target, None, MS_BIND | MS_REC)
    # struct mount_attr: what to set, what to clear, propagation, user namespace; its bits for these
    # four are those of MS_*. Unlike a remount it reaches what is mounted further below as well.
    bits = MS_RDONLY | MS_NOSUID | (MS_NOEXEC if device else MS_NODEV)
    attributes = struct.pack("QQQQ", bits, 0, 0, 0)
    where = (AT_FDCWD, os.fsencode(target), AT_RECURSIVE)
    call("syscall", SYS_MOUNT_SETATTR, *where, attributes, len(attributes))


def is_open_to_all(folder: str) -> bool:
    """Whether any user may enter this folder, and read what is right in it."""
    return os.stat(folder).st_mode & 0o005 == 0o005 and all(
        entry.is_symlink() or entry.stat().st_mode & 0o004 for entry in os.scandir(folder)
    )


def copy_tree(source: str, target: str) -> None:
    """Copy a folder that only its owner may read, so that the sandbox's user may read the copy.

    With the times of the original, by which Python knows whether cached byte code is fresh.
    """
    for folder, _, files in os.walk(source):
        here = target + folder[len(source) :]
        os.makedirs(here, exist_ok=True)
        for name in files:
            path, copy = f"{folder}/{name}", f"{here}/{name}"
            status = os.lstat(path)
            if stat.S_ISREG(status.st_mode):
                with open(path, "rb") as original, open(copy, "wb") as file:
                    file.write(original.read())
                os.utime(copy, ns=(status.st_atime_ns, status.st_mtime_ns))


def write_etc(user: int, group: int) -> None:
    """The few system files that the standard library asks for."""
    texts = {
        "passwd": f"root:x:0:0::/:/bin/false\nstudent:x:{user}:{group}::/tmp:/bin/false\n",
        "group": f"root:x:0:\nstudent:x:{group}:\n",
        "hosts": "127.0.0.1 localhost\n::1 localhost\n",
    }
    os.makedirs("/etc", exist_ok=True)
    for name, text in texts.items():
        with open(f"/etc/{name}", "w") as file:
            file.write(text)
