"""The grader's own wheel, made of what is installed: ``grader init`` lays it into a handout.

It needs no network, no build tool and no checkout: the sources lie in this package, and what pip
wrote beside it holds the metadata, whether it was installed from a checkout or from a wheel. The
same sources give the same bytes: nothing is compressed, since compressors differ.
"""

from __future__ import annotations

import base64
import hashlib
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from grader.errors import UsageError
from grader.version import __version__

NAME = "concurrency-grader"
FITTING = "concurrency_grader-*.whl"
"""What every version's file is called; a shell may be given it in place of the name."""

_PACKAGE = Path(__file__).parent.parent
_DATA = ("course/handout_templates", "report/templates")
_TYPED = "py.typed"
_INFO = frozenset({"METADATA", "entry_points.txt", "top_level.txt"})
_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can hold
_FILE = 0o100644 << 16  # a plain file that its owner may write to
_WHEEL = """\
Wheel-Version: 1.0
Generator: grader init
Root-Is-Purelib: true
Tag: py3-none-any
"""


class WheelError(UsageError):
    """The wheel can't be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A file that pip installs the grader from."""

    name: str
    data: bytes


def own_wheel(package: Path = _PACKAGE) -> Wheel:
    """Return the wheel of this very grader; ``package`` is the folder of its sources.

    Raises WheelError, where it was installed in no way that pip knows, or before its sources
    changed what they need.
    """
    installed = _installed()
    version = installed.version
    _refuse_outdated(installed, package.parent / "pyproject.toml")
    stem = f"{NAME.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    files = {f"grader/{name}": data for name, data in sorted(_sources(package))}
    files |= {f"{info}/{name}": data for name, data in sorted(_metadata(installed))}
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    record = f"{info}/RECORD"
    rows = [f"{name},sha256={_hash(data)},{len(data)}" for name, data in files.items()]
    files[record] = "".join(f"{row}\n" for row in (*rows, f"{record},,")).encode()
    return Wheel(f"{stem}-py3-none-any.whl", _zip(files))


def _installed() -> Distribution:
    """Return what pip wrote of the grader: a checkout's own egg-info may come before it."""
    for found in distributions(name=NAME):
        if found.read_text("RECORD") and found.read_text("METADATA"):
            return found
    raise WheelError(
        "The grader runs here without having been installed by pip, so no wheel of it can be made. "
        "Install it (python -m pip install -e CHECKOUT), or say with --package what students give "
        "to pip."
    )


def _refuse_outdated(installed: Distribution, pyproject: Path) -> None:
    """Raise WheelError where the checkout has changed since it was installed as editable."""
    try:
        project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
        if project["name"] != NAME:
            return
        wanted = (
            __version__,
            set(project["requires-python"].split(",")),
            set(project["dependencies"]),
            set(_entry_points(project)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return  # no checkout of ours
    known = installed.metadata
    needs = {need for need in installed.requires or () if "extra ==" not in need}
    points = {(one.group, one.name, one.value) for one in installed.entry_points}
    if wanted != (known["Version"], set(known["Requires-Python"].split(",")), needs, points):
        raise WheelError(
            f"{pyproject} has changed since the grader was installed, so a wheel would be wrong. "
            f"Install it again: python -m pip install -e {pyproject.parent}"
        )


def _entry_points(project: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (group, name, value) of the commands and plugins that a pyproject.toml declares."""
    commands = {"console_scripts": "scripts", "gui_scripts": "gui-scripts"}
    groups = {group: project.get(table, {}) for group, table in commands.items()}
    for group, points in {**groups, **project.get("entry-points", {})}.items():
        for name, value in points.items():
            yield group, name, value


def _sources(package: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what setuptools puts into a wheel: the modules, and the data that pyproject names."""
    for path in package.rglob("*"):
        inside = path.relative_to(package)
        is_data = inside.parent.as_posix() in _DATA or inside.as_posix() == _TYPED
        is_ours = path.suffix == ".py" or is_data
        if is_ours and path.is_file() and not path.name.startswith("."):
            yield inside.as_posix(), path.read_bytes()


def _metadata(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    """Yield the files beside the sources, without what tells of this one installation.

    The README is left out of METADATA: a checkout's may have changed since it was installed.
    """
    for path in installed.files or ():
        folder, *inside = path.parts
        if folder.endswith(".dist-info") and inside and (inside[0] in (*_INFO, "licenses")):
            name, data = "/".join(inside), path.read_binary()
            yield name, data.partition(b"\n\n")[0].rstrip() + b"\n" if name == "METADATA" else data


def _hash(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = 3, _FILE
            archive.writestr(entry, data)
    return buffer.getvalue()
