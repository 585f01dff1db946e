"""A folder that holds a small Debian with interpreters that this machine lacks, and commands in it.

Debian's next release ships several CPythons at once, and ``debootstrap`` makes its root in under a
minute. A command in it has mounts of its own (``unshare``, ``pivot_root``), so that nothing stays
mounted whatever happens to it, and so that the grader can build its sandbox there: the root of a
plain chroot is no mount, and can't be made private.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SUITE = "forky"
MIRROR = "http://deb.debian.org/debian"
SCRIPTS = Path("/usr/share/debootstrap/scripts")
TOOLS = ("debootstrap", "unshare", "pivot_root", "git")
CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"
ENTER = """
set -e
root=$1; shift
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
for place in proc sys; do mount --rbind "/$place" "$place"; done
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --bind "/dev/$device" "dev/$device"
done
mkdir -p dev/pts dev/shm .outside
mount -t devpts -o newinstance,ptmxmode=666 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
pivot_root . .outside
cd /
umount -l /.outside
exec "$@"
"""
"""Puts a process into the root, with mounts of its own, gone with it. Arguments: root, command.

Devices are a few of the machine's own, in a folder of the root's: what runs there is the superuser
and must not be able to put something else in their place.
"""


class NoRoot(Exception):
    """The root can't be made here; the text says why."""


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian in a folder."""

    folder: Path

    def command(self, words: Sequence[str], **variables: str) -> list[str]:
        """Return the command that runs ``words`` in the root, with a plain environment."""
        own = {
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            **variables,
        }
        plain = ["env", "-i", *(f"{name}={value}" for name, value in own.items())]
        enter = ["unshare", "--mount", "sh", "-c", ENTER, "enter", str(self.folder)]
        return [*enter, *plain, *words]

    def run(self, script: str, **variables: str) -> int:
        """Run a shell script in the root, in sight, and return its exit code."""
        return subprocess.run(
            self.command(["sh", "-ec", script], **variables), check=False
        ).returncode

    def said(self, script: str) -> str:
        """Return what a shell script prints in the root; CalledProcessError if it fails."""
        asked = self.command(["sh", "-ec", script])
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def missing() -> str:
    """Return why no root can be made on this machine, or nothing."""
    if os.geteuid() != 0:
        return "only the superuser can make a Debian root"
    absent = [name for name in TOOLS if shutil.which(name) is None]
    return f"{', '.join(absent)} missing here" if absent else ""


def make(folder: Path, versions: Sequence[str]) -> Root:
    """Return the root in ``folder``, made if it is not there yet; raises NoRoot.

    It has CPython's own tests as well, which are packages of their own.
    """
    if why := missing():
        raise NoRoot(why)
    root = Root(folder.resolve())
    if not (folder / "made").is_file():
        _bootstrap(root.folder)
        (folder / "made").write_text(f"{SUITE}\n")
    wanted = [f"python{version}{part}" for version in versions for part in ("", "-venv")]
    wanted.append("git")  # of which tests make a student's repository
    wanted += [f"libpython{version}-testsuite" for version in versions]
    # The suite's index may be older than it says it is good for, where a mirror lags behind.
    apt = "apt-get -qq -o Acquire::Check-Valid-Until=false"
    names = shlex.join(wanted)
    get = f"{apt} update && {apt} install -y {names} >/dev/null"
    code = root.run(
        f"dpkg -s {names} >/dev/null 2>&1 || {{ {get}; }}",
        DEBIAN_FRONTEND="noninteractive",
    )
    if code:
        raise NoRoot(f"{names} can't be installed in {folder}")
    return root


def _bootstrap(folder: Path) -> None:
    script = SCRIPTS / SUITE
    with tempfile.TemporaryDirectory() as scripts:
        if not script.exists():  # an older debootstrap: all suites after sid's are made like sid
            script = Path(scripts) / SUITE
            script.symlink_to(SCRIPTS / "sid")
        words = ["debootstrap", "--variant=minbase", "--include=ca-certificates"]
        ended = subprocess.run(
            [*words, SUITE, str(folder), MIRROR, str(script)], capture_output=True, text=True
        )
    if ended.returncode:
        said = (ended.stdout + ended.stderr).strip().splitlines()
        raise NoRoot(f"debootstrap failed: {' | '.join(said[-3:])}")
    for name in ("etc/resolv.conf", CERTIFICATES):  # names and trust are this machine's
        if (Path("/") / name).is_file():
            shutil.copy(Path("/") / name, folder / name)


def pip_variables(python: str) -> dict[str, str]:
    """Return this machine's settings of pip as variables, so that the root's pip has them too."""
    asked = [python, "-m", "pip", "config", "list"]
    said = subprocess.run(asked, check=False, capture_output=True, text=True).stdout
    found = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    for line in said.splitlines():
        name, _, value = line.partition("=")
        key = name.rpartition(".")[2]
        if key in ("index-url", "trusted-host", "proxy"):
            found[f"PIP_{key.replace('-', '_').upper()}"] = value.strip("'")
        if key == "cert":
            found["PIP_CERT"] = f"/{CERTIFICATES}"
    return found
