"""Starts the zygote in the isolation that it is told to make, and cleans up after it.

Run as a script by ``grader.kernel.sandbox`` with one argument, a JSON object (the *job*), and
two inherited sockets: the *lifeline* to the grader and the *control* socket for the zygote.
Stand-alone: the standard library only, for it runs under the target interpreter, whatever that is.

Two processes come of it:

- the **supervisor** stays outside of the new namespaces and runs none of the students' code. It
  waits for the end of the grader (a pidfd, so that even SIGKILL is seen), for the end of the
  lifeline or for the end of the zygote, then kills everything and removes what was left;
- the **zygote** is its child, process 1 of a new pid namespace where there is one. It builds its
  own small root, gives up every privilege, reports on the lifeline and hands itself over to
  ``_inside.zygote.main(control_fd, config)``. If the supervisor dies, the system kills it.

Every step that the job asks for is made, or the start fails and the report says which step was
denied and why: what to do without is decided by the grader, never here.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import importlib.util
import json
import os
import resource
import select
import signal
import socket
import stat
import struct
import sys
import traceback
from collections.abc import Iterator
from typing import Any, NoReturn

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x00020000,
    0x04000000,
    0x08000000,
    0x10000000,
    0x20000000,
    0x40000000,
)
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MS_REC, MS_PRIVATE, MNT_DETACH = 1 << 14, 1 << 18, 2
AT_FDCWD, AT_RECURSIVE, SYS_MOUNT_SETATTR = -100, 0x8000, 442  # the same number everywhere
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 36, 38
CAP_SYS_ADMIN = 21

CONTROL = 3  # the control socket's number in the zygote
HOME = "/sandbox"  # in the new root: inside/, work/ and empty/
DEVICES = ("null", "zero", "full", "random", "urandom")
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
FAILED = 3  # exit code when the lifeline has said why


class StepDenied(Exception):
    """The system denied a step of isolation: {step: why}."""

    def __init__(self, denied: dict[str, str]) -> None:
        super().__init__(denied)
        self.denied = denied


@contextlib.contextmanager
def step(*names: str) -> Iterator[None]:
    """Turn an OSError within into StepDenied for these steps."""
    try:
        yield
    except OSError as error:
        raise StepDenied(dict.fromkeys(names, str(error.strerror or error))) from error


def call(name: str, *arguments: Any) -> int:
    """Call a function of the C library; raises OSError when it answers below 0."""
    words = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    answer = int(getattr(ctypes.CDLL(None, use_errno=True), name)(*words))
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{os.strerror(number)} ({name})")
    return answer


def mount(source: str, target: str, kind: str | None, flags: int, data: str = "") -> None:
    """Mount; raises OSError."""
    call(
        "mount",
        os.fsencode(source),
        os.fsencode(target),
        None if kind is None else kind.encode(),
        flags,
        data.encode(),
    )


# The supervisor.


def supervise(job: dict[str, Any]) -> None:
    """Fork the zygote; return in it only. The supervisor ends when its work is done."""
    lifeline = socket.socket(fileno=job["lifeline"])
    grader = os.pidfd_open(job["grader"])
    if os.getppid() != job["grader"]:  # it died before it could be watched, its number may be reused
        os._exit(1)
    with contextlib.suppress(OSError):  # whoever is pinned badly is slow, not wrong
        if job["cpu"] is not None:
            os.sched_setaffinity(0, {job["cpu"]})
    call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        job["user_namespace"] = enter_namespaces(job["steps"])
        job["ids"] = own_ids(job) if "user" in job["steps"] else None
    except StepDenied as error:
        report(lifeline, denied=error.denied)
        os._exit(FAILED)
    job["shm"] = shared_memory_names()
    if "files" not in job["steps"]:
        make_work_folder(job)
    if job["ids"] is None and not job["user_namespace"]:
        job["limits"]["NPROC"] += tasks_of(os.getuid())  # the machine counts them all together
    alive, held = os.pipe()
    zygote = os.fork()
    if zygote == 0:
        os.close(held)
        job["alive"] = alive
        return
    watch = select.poll()
    for descriptor in (grader, lifeline.fileno(), os.pidfd_open(zygote)):
        watch.register(descriptor, select.POLLIN)
    os.close(job["control"])
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 1)
    os.dup2(null, 2)
    watch.poll()
    os.kill(zygote, signal.SIGKILL)
    os.waitpid(zygote, 0)  # for process 1 of a namespace this returns when all others in it are gone
    clean_up(job)
    os._exit(0)


def report(lifeline: socket.socket, **words: Any) -> None:
    """Tell the grader; it may be gone, and then nobody minds."""
    with contextlib.suppress(OSError):
        lifeline.send(json.dumps(words).encode())


def default_signals() -> None:
    """What a Python started from a terminal has, whatever the grader was started from."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError):  # the C library keeps two for itself
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def enter_namespaces(steps: list[str]) -> bool:
    """Make the pid namespace for children, and before it a user namespace where one is needed.

    Says whether there is a user namespace. Raises StepDenied.
    """
    namespaces = [name for name in steps if name != "user"]
    if not namespaces:
        return False
    with open("/proc/self/status") as lines:
        powers = int(dict(line.split(":", 1) for line in lines)["CapEff"], 16)
    needs_user = not powers >> CAP_SYS_ADMIN & 1
    if needs_user:
        user, group = os.getuid() or 1000, os.getgid() or 1000  # nobody is 0 inside
        maps = {"setgroups": "deny", "uid_map": f"{user} {os.getuid()} 1"}
        maps["gid_map"] = f"{group} {os.getgid()} 1"
        with step(*namespaces, *(["user"] if os.getuid() else [])):
            call("unshare", NEWUSER)
            for name, text in maps.items():
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(text)
    if "processes" in steps:
        with step("processes"):
            call("unshare", NEWPID)
    return needs_user


def own_ids(job: dict[str, Any]) -> tuple[int, int] | None:
    """A user and group that nobody else on the machine has, or None: a user namespace is enough.

    Raises StepDenied.
    """
    if job["user_namespace"]:
        return None
    if os.geteuid() != 0:
        raise StepDenied({"user": "only the superuser may choose another user"})
    if "files" not in job["steps"]:  # then the user must get at everything from the real root
        for path in (os.path.dirname(os.__file__), job["inside"], *job["import_folders"]):
            while path != "/" and is_readable_by_all(path, entries=False):
                path = os.path.dirname(path)
            if path != "/":
                raise StepDenied({"user": f"other users can't read {path}"})

    def highest(file: str) -> int:
        with open(file) as lines:
            last = max(int(first) + int(length) for first, _, length in map(str.split, lines))
        return min(last, 2**31) - 1001  # below the numbers that systems give to "nobody"

    # Distinct for sandboxes that live at once, since the system counts processes by user.
    pid = os.getpid()
    ids = [highest(f"/proc/self/{kind}_map") for kind in ("uid", "gid")]
    return ids[0] - pid % (ids[0] // 2), ids[1] - pid % (ids[1] // 2)


def is_readable_by_all(path: str, *, entries: bool) -> bool:
    """Whether any user may enter this folder, and read the files right in it (entries)."""
    if os.stat(path).st_mode & 0o005 != 0o005:
        return not os.path.isdir(path) and bool(os.stat(path).st_mode & 0o004)
    return not entries or all(
        entry.is_symlink() or entry.stat().st_mode & 0o004 for entry in os.scandir(path)
    )


def make_work_folder(job: dict[str, Any]) -> None:
    """Without a root of its own, the run works in a private folder among the temporary files."""
    for path in (job["folder"], f"{job['folder']}/work", f"{job['folder']}/tmp"):
        os.mkdir(path, 0o700)
        if job["ids"]:
            os.chown(path, *job["ids"])


# Cleaning up, by the supervisor, or (if a student managed to kill that one) by a new start of
# this script with the mark of the sandbox that is to be swept away.


def clean_up(job: dict[str, Any]) -> None:
    """Leave no process and no file of the run. In namespaces the system has done it already."""
    used = set() if "processes" in job["steps"] else kill_all(job["mark"])
    if "files" in job["steps"]:
        return
    remove_tree(job["folder"])
    for name in shared_memory_names() - set(job["shm"]):
        with contextlib.suppress(OSError):
            path = f"/dev/shm/{name}"
            owner = os.lstat(path).st_uid
            # Others of this user may make some too: only what the run was seen to use is its own.
            if (owner == job["ids"][0]) if job["ids"] else (name in used and owner == os.getuid()):
                os.unlink(path)


def shared_memory_names() -> set[str]:
    """Names in the machine's /dev/shm."""
    return set(os.listdir("/dev/shm")) if os.path.isdir("/dev/shm") else set()


def members(mark: str) -> set[int]:
    """Every live process below this one, or that carries the mark in its environment."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    me = os.getpid()
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with contextlib.suppress(OSError):
            parent, alive, _ = stat_of(pid)
            if alive:
                parents[pid] = parent
            with open(f"/proc/{pid}/environ", "rb") as file:
                if alive and mark.encode() in file.read():
                    found.add(pid)
    below = {me}
    while more := {p for p, parent in parents.items() if parent in below} - below:
        below |= more
    return (found | below) - {me}


def stat_of(pid: int) -> tuple[int, bool, int]:
    """Parent, whether any of its threads lives, and the number of threads; raises OSError."""
    with open(f"/proc/{pid}/stat", "rb") as file:
        words = file.read().rpartition(b")")[2].split()
    threads = int(words[17])
    return int(words[1]), words[0] not in (b"Z", b"X") or threads > 1, threads


def tasks_of(user: int) -> int:
    """How many threads this user runs now, on the whole machine."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            if os.stat(f"/proc/{pid}").st_uid == user:
                total += stat_of(int(pid))[2]
    return total


def kill_all(mark: str) -> set[str]:
    """Kill every member, and return the names of shared memory that they used.

    All are stopped before one is killed: so none can fork its way out meanwhile.
    """
    used: set[str] = set()
    while True:
        held: dict[int, int] = {}
        while new := members(mark) - held.keys():
            for pid in new:
                with contextlib.suppress(ProcessLookupError):
                    held[pid] = os.pidfd_open(pid)
                    signal.pidfd_send_signal(held[pid], signal.SIGSTOP)
        if not held:
            return used
        for pid, descriptor in held.items():
            with contextlib.suppress(OSError), open(f"/proc/{pid}/maps") as maps:
                paths = (line.split(None, 5)[-1].strip() for line in maps)
                used |= {path[9:] for path in paths if path.startswith("/dev/shm/")}
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        for pid, descriptor in held.items():
            select.select([descriptor], [], [])
            os.close(descriptor)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def remove_tree(top: str) -> None:
    """Remove a folder that a hostile program filled, however deep and with whatever modes.

    Folders two levels down are moved up and emptied in their turn: no recursion, no long path.
    """
    moved = 0
    while os.path.isdir(top):
        folders = [entry.path for entry in os.scandir(top) if not removed(entry)]
        if not folders:
            os.rmdir(top)
        for folder in folders:
            os.chmod(folder, 0o700)
            for entry in list(os.scandir(folder)):
                if not removed(entry):
                    os.chmod(entry.path, 0o700)
                    os.rename(entry.path, f"{top}/ {moved}")
                    moved += 1
            os.rmdir(folder)


def removed(entry: os.DirEntry[str]) -> bool:
    """Remove what is no folder; say whether it was."""
    if entry.is_dir(follow_symlinks=False):
        return False
    os.unlink(entry.path)
    return True


# The zygote.


def become_zygote(job: dict[str, Any]) -> NoReturn:
    """Isolate this process step by step, report, and hand over. Never returns."""
    code = 1
    lifeline = socket.socket(fileno=job["lifeline"])
    try:
        try:
            config = isolate(job)
            main = load_entry(job)
        except StepDenied as error:
            report(lifeline, denied=error.denied)
            code = FAILED
        else:
            report(lifeline, ready=True, work_dir=config["work_dir"])
            os.dup2(job["control"], CONTROL)
            lifeline.detach()
            os.closerange(CONTROL + 1, 2**31 - 1)
            if main is not None:
                main(CONTROL, config)
            code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def isolate(job: dict[str, Any]) -> dict[str, Any]:
    """Make every step that the job asks for; return the configuration for the entry.

    Raises StepDenied, and OSError where something fails that never should.
    """
    steps = job["steps"]
    os.setsid()
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")  # if memory runs short, the students' code goes first
    for name, flag in (("network", NEWNET), ("ipc", NEWIPC), ("host", NEWUTS), ("files", NEWNS)):
        if name in steps:
            with step(name):
                call("unshare", flag)
    if "network" in steps:
        with step("network"), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            up = struct.pack("16sH22x", b"lo", 0x41)  # its own loopback, leading nowhere
            fcntl.ioctl(any_socket, 0x8914, up)
    if "host" in steps:
        with step("host"):
            socket.sethostname("sandbox")
    work, temporary = f"{job['folder']}/work", f"{job['folder']}/tmp"
    if "files" in steps:
        build_root(job)
        job["inside"], work, temporary = f"{HOME}/inside", f"{HOME}/work", "/tmp"
        job["entry"] = job["entry"] and f"{HOME}/entry.py"
    os.environ.update(HOME=temporary, TMPDIR=temporary)
    os.chdir(work)
    for name, value in job["limits"].items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))
    drop_privileges(job)
    os.umask(0o077)
    return {**job["config"], "work_dir": work, "import_folders": job["import_folders"]}


def drop_privileges(job: dict[str, Any]) -> None:
    """Give up what can't be had back, and die with the supervisor. Raises StepDenied."""
    if job["ids"] is not None:
        os.fchown(1, *job["ids"])  # so that it may open its own /dev/stdout
    if "user" in job["steps"]:
        with contextlib.suppress(OSError):  # past the last capability, or no right to drop any
            for capability in range(64):
                call("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    if job["ids"] is not None:
        user, group = job["ids"]
        with step("user"):
            os.setgroups([])
            os.setresgid(group, group, group)
            os.setresuid(user, user, user)
    if "user" in job["steps"]:
        header, nothing = struct.pack("Ii", 0x20080522, 0), bytes(24)
        call("capset", header, nothing)
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # lets the grader read /proc/<pid>/fd
    # After the change of user, which clears it. The pipe's end tells if it came too late.
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if select.select([job["alive"]], [], [], 0)[0]:
        os._exit(1)


def load_entry(job: dict[str, Any]) -> Any:
    """The function main(control_fd, config) of the zygote; None if the job has no entry."""
    sys.path += job["import_folders"]
    sys.executable = sys._base_executable = os.path.realpath("/proc/self/exe")  # type: ignore[attr-defined]  # known to every CPython, not to typeshed
    sys.argv = [sys.executable]
    if job["entry"] is None:
        return None
    if job["entry"]:
        return load("entry", job["entry"]).main
    load("_inside", f"{job['inside']}/__init__.py", [job["inside"]])
    return importlib.import_module("_inside.zygote").main


def load(name: str, path: str, folders: list[str] | None = None) -> Any:
    """Import one file under a private name, as a package if it has folders."""
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders)
    if spec is None or spec.loader is None:
        raise ImportError(f"no Python source: {path}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


# The new root.


def build_root(job: dict[str, Any]) -> None:
    """Move this process into a new root that holds what Python needs, and the run's own folders.

    Raises StepDenied.
    """
    user, group = job["ids"] or (os.getuid(), os.getgid())
    trees, links = visible_trees(job)
    space = f"size={job['space']},nr_inodes=4096"
    own = MS_NOSUID | MS_NODEV
    os.umask(0o022)
    with step("files"):
        mount("none", "/", None, MS_REC | MS_PRIVATE)
        mount("tmpfs", "/tmp", "tmpfs", own, f"{space},mode=755")
        os.mkdir("/tmp/old")
        os.chdir("/tmp")
        call("pivot_root", b".", b"old")
        os.chdir("/")
        for target, source in links.items():
            os.symlink(source, target)
        mount_private("/tmp", f"{space},mode=1777")
        for name in DEVICES:
            bind(f"/dev/{name}", f"/dev/{name}", device=True)
        for name, target in {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}.items():
            os.symlink(f"/proc/self/fd{target}", f"/dev/{name}")
        mount_private("/dev/shm", f"{space},mode=1777")
        mount_private(f"{HOME}/work", f"{space},mode=700,uid={user},gid={group}")
        os.mkdir(f"{HOME}/empty")
        for target, source in trees.items():
            shared = target in (f"{HOME}/inside", *job["import_folders"]) and job["ids"]
            if shared and not is_readable_by_all(f"/old{source}", entries=True):
                copy_tree(f"/old{source}", target)
            elif source or os.path.isdir(target):
                bind(source or f"{HOME}/empty", target, old="/old" if source else "")
        write_etc(user, group)
        os.makedirs("/proc", exist_ok=True)
    if "proc" in job["steps"]:
        with step("proc"):
            mount("proc", "/proc", "proc", own | MS_NOEXEC, "subset=pid")
    with step("files"):
        call("umount2", b"/old", MNT_DETACH)
        os.rmdir("/old")
        mount("none", "/", None, MS_REMOUNT | MS_BIND | MS_RDONLY | own)


def visible_trees(job: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What the new root shows: {target: real source} ("": an empty folder) and {link: target}.

    In the order in which they are to be mounted. Paths are those of the old root, in which the
    interpreter was started, so that it finds its own parts again.
    """
    trees: dict[str, str] = {}
    links: dict[str, str] = {}

    def show(path: str) -> None:
        covered = any(path == top or path.startswith(f"{top}/") for top in [*trees, *links])
        if os.path.exists(path) and not covered:
            trees[path] = os.path.realpath(path)

    for path in SYSTEM:
        if os.path.islink(path):
            links[path] = os.readlink(path)
        else:
            show(path)
    show("/etc/ld.so.cache")
    program = os.path.realpath("/proc/self/exe")
    show(program)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    for prefix in {sys.base_prefix, sys.base_exec_prefix} - {"/"}:
        for library in ("lib", "lib64"):
            show(f"{prefix}/{library}")
    for path in sys.path:
        show(path)
    with open("/proc/self/maps") as maps:
        for line in maps:
            path = line.split(None, 5)[-1].strip()
            if path.startswith("/") and stat.S_ISREG(os.stat(path).st_mode):
                show(path)
    for prefix in {sys.base_prefix, sys.base_exec_prefix}:  # what happens to be installed
        trees[f"{prefix}/lib/{version}/site-packages"] = ""
        trees[f"{prefix}/lib/python3/dist-packages"] = ""
        trees[f"{prefix}/local/lib/{version}/dist-packages"] = ""
    for folder in job["import_folders"]:
        trees[folder] = os.path.realpath(folder)
        # Should the grader itself be installed there, it is not for students to import.
        hidden = f"{folder}/{os.path.basename(job['hide'])}"
        if os.path.exists(hidden) and os.path.samefile(hidden, job["hide"]):
            trees[hidden] = ""
    trees[f"{HOME}/inside"] = os.path.realpath(job["inside"])
    if job["entry"]:
        trees[f"{HOME}/entry.py"] = os.path.realpath(job["entry"])
    return trees, links


def mount_private(target: str, options: str) -> None:
    """A new empty file system of limited size."""
    os.makedirs(target, exist_ok=True)
    mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, options)


def bind(source: str, target: str, *, old: str = "/old", device: bool = False) -> None:
    """Show a folder or file of the old root in the new one, for reading only."""
    if not os.path.exists(target):
        if os.path.isdir(f"{old}{source}"):
            os.makedirs(target)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    mount(f"{old}{source}", target, None, MS_BIND | MS_REC)
    # struct mount_attr: what to set, what to clear, propagation, user namespace. RDONLY, NOSUID,
    # NODEV and NOEXEC are the bits of MS_*. Unlike a remount this reaches mounts below as well.
    bits = MS_RDONLY | MS_NOSUID | (MS_NOEXEC if device else MS_NODEV)
    attributes = struct.pack("QQQQ", bits, 0, 0, 0)
    size = len(attributes)
    path = os.fsencode(target)
    call("syscall", SYS_MOUNT_SETATTR, AT_FDCWD, path, AT_RECURSIVE, attributes, size)


def copy_tree(source: str, target: str) -> None:
    """Copy a folder that only its owner may read, so that the sandbox's user may read the copy."""
    for folder, _, files in os.walk(source):
        here = target + folder[len(source) :]
        os.makedirs(here, exist_ok=True)
        for name in files:
            path = f"{folder}/{name}"
            if stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, "rb") as original, open(f"{here}/{name}", "wb") as copy:
                    copy.write(original.read())


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


def run(job: dict[str, Any]) -> None:
    """Do the job: start a zygote, or sweep away what a former one left."""
    default_signals()
    if job["sweep"]:
        clean_up(job)
        return
    supervise(job)
    become_zygote(job)


if __name__ == "__main__":
    run(json.loads(sys.argv[1]))
