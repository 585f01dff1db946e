"""The grader's wheel, as a handout holds it: what a real build makes, and no byte of a solution."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest

from grader.course.wheel import Wheel, WheelError, own_wheel
from grader.version import __version__
from tests.installing import need_the_index

ROOT = Path(__file__).parents[2]
INFO = f"concurrency_grader-{__version__}.dist-info"


@pytest.fixture(scope="module")
def wheel() -> Wheel:
    return own_wheel()


def files_of(wheel: Wheel) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(wheel.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_holds_the_package_and_its_metadata_and_nothing_else(wheel: Wheel) -> None:
    """Every file of it by its name: no solution, no exercise, no test, nothing of this machine."""
    kept = [*(ROOT / "grader").rglob("*.py"), ROOT / "grader" / "py.typed"]
    for data in ("report/templates", "course/handout_templates"):
        kept += (ROOT / "grader" / data).iterdir()
    info = ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "top_level.txt")
    assert sorted(files_of(wheel)) == sorted(
        [*(path.relative_to(ROOT).as_posix() for path in kept), *(f"{INFO}/{n}" for n in info)]
    )
    assert wheel.name == f"concurrency_grader-{__version__}-py3-none-any.whl"


def test_no_line_of_a_solution_is_in_it(wheel: Wheel) -> None:
    """No line of some length that is not in the tasks, skeletons and checks as well."""
    exercises, solutions = ((ROOT / name).rglob("*.*") for name in ("exercises", "solutions"))
    solved = _lines(p.read_bytes() for p in solutions if p.suffix == ".py")
    solved -= _lines(p.read_bytes() for p in exercises if p.suffix in (".py", ".md"))
    assert len(solved) > 1000
    assert solved & _lines(files_of(wheel).values()) == set()


def _lines(texts: Iterable[bytes]) -> set[bytes]:
    rows = {row.strip() for text in texts for row in text.splitlines()}
    return {row for row in rows if len(row) > 50 and not row.startswith((b"from ", b"import "))}


def test_the_same_sources_give_the_same_bytes(wheel: Wheel, tmp_path: Path) -> None:
    """Whenever, wherever, with whatever modes, and with what tools and editors leave behind."""
    copy = tmp_path / "elsewhere" / "grader"
    shutil.copytree(ROOT / "grader", copy)
    for path in copy.rglob("*.py"):
        path.chmod(0o700)
        os.utime(path, (2_000_000_000, 2_000_000_000))
    (copy / "__pycache__").mkdir(exist_ok=True)
    for name in ("__pycache__/wheel.cpython-311.pyc", ".wheel.py.swp", "wheel.py~", ".#wheel.py"):
        (copy / name).write_text("left behind")
    assert own_wheel(copy) == wheel
    with (copy / "wheel.py").open("a") as file:
        file.write("# Changed.\n")
    assert own_wheel(copy) != wheel


def test_no_byte_of_it_comes_from_a_clock_a_compressor_or_an_umask(wheel: Wheel) -> None:
    with ZipFile(io.BytesIO(wheel.data)) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert entry.external_attr >> 16 == 0o100644
            assert (entry.create_system, entry.compress_type) == (3, ZIP_STORED)


def test_its_record_names_every_file_with_hash_and_size(wheel: Wheel) -> None:
    files = files_of(wheel)
    rows = list(csv.reader(files[f"{INFO}/RECORD"].decode().splitlines()))
    assert [name for name, _, _ in rows] == list(files)
    assert rows.pop() == [f"{INFO}/RECORD", "", ""]
    for name, known, size in rows:
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).decode()
        assert (known, int(size)) == (f"sha256={digest.rstrip('=')}", len(files[name]))


def test_it_is_what_a_real_build_makes(wheel: Wheel, tmp_path: Path) -> None:
    """Names, contents and metadata, but for the README in it and the builder's name."""
    need_the_index(tmp_path / "reached")
    sources = tmp_path / "sources"
    shutil.copytree(ROOT / "grader", sources / "grader")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path / "out")]
    subprocess.run([*command, str(sources)], check=True)
    (path,) = (tmp_path / "out").iterdir()
    built = files_of(Wheel(path.name, path.read_bytes()))
    ours = files_of(wheel)
    assert path.name == wheel.name
    assert sorted(built) == sorted(ours)
    of = {name for name in built if built[name] != ours[name]}
    assert of == {f"{INFO}/{name}" for name in ("METADATA", "RECORD", "WHEEL")}
    theirs, own = (files[f"{INFO}/METADATA"].decode() for files in (built, ours))
    head, _, readme = theirs.partition("\n\n")
    assert (own, readme) == (f"{head}\n", (ROOT / "README.md").read_text())
    theirs, own = (files[f"{INFO}/WHEEL"].decode() for files in (built, ours))
    assert _without_generator(own) == _without_generator(theirs)


def _without_generator(text: str) -> list[str]:
    return sorted(row for row in text.split("\n") if row and not row.startswith("Generator:"))


def test_pip_installs_it_and_what_is_installed_gives_it_again(wheel: Wheel, tmp_path: Path) -> None:
    """Also where there was never a checkout: from hand to hand it stays the same."""
    (tmp_path / wheel.name).write_bytes(wheel.data)
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    env = {"PATH": os.defpath}
    install = [python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel.name]
    subprocess.run(install, cwd=tmp_path, env=env, check=True)
    # What it needs is borrowed from here; its own folder comes first.
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(f"{Path(pytest.__file__).parents[1]}\n")
    code = (
        "import grader.course.wheel, sys\n"
        f"assert grader.course.wheel.__file__.startswith({str(packages)!r})\n"
        "sys.stdout.buffer.write(grader.course.wheel.own_wheel().data)"
    )
    again = subprocess.run([python, "-c", code], cwd=tmp_path, env=env, capture_output=True)
    assert again.stderr == b""
    assert again.stdout == wheel.data
    version = [home / "bin" / "grader", "--version"]
    said = subprocess.run(version, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert said.stdout == f"grader, version {__version__}\n"


# --- where none can be made


def copy_of_checkout(folder: Path) -> Path:
    (folder / "grader").mkdir(parents=True)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder / "pyproject.toml"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"click>=8.1",', '"click>=8.2",'),
        ('"click>=8.1",', '"click>=8.1", "another",'),
        ('requires-python = ">=3.11', 'requires-python = ">=3.12'),
        ('grader = "grader.cli:main"', 'grader = "grader.cli:other"'),
        ('grader = "grader.cli:main"', 'grader = "grader.cli:main"\nmore = "grader.cli:main"'),
        ("[project.scripts]", "[project.gui-scripts]"),
        ('grader = "grader.judging.pytest_plugin"', ""),
        ("[project.entry-points.pytest11]", "[project.entry-points.pytest12]"),
    ],
)
def test_a_checkout_that_has_changed_since_it_was_installed(
    tmp_path: Path, was: str, becomes: str
) -> None:
    pyproject = copy_of_checkout(tmp_path)
    own_wheel(tmp_path / "grader")
    text = pyproject.read_text()
    assert was in text
    pyproject.write_text(text.replace(was, becomes))
    with pytest.raises(WheelError) as caught:
        own_wheel(tmp_path / "grader")
    assert str(caught.value) == (
        f"{pyproject} has changed since the grader was installed, so a wheel would be wrong. "
        f"Install it again: python -m pip install -e {tmp_path}"
    )


def test_a_version_that_has_changed_since_it_was_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pyproject = copy_of_checkout(tmp_path)
    monkeypatch.setattr("grader.course.wheel.__version__", "99.0")
    with pytest.raises(WheelError, match="so a wheel would be wrong"):
        own_wheel(pyproject.parent / "grader")


@pytest.mark.parametrize("text", ["", "[project", '[project]\nname = "another"\n', "project = 3"])
def test_a_pyproject_beside_it_that_is_not_ours_says_nothing(tmp_path: Path, text: str) -> None:
    copy_of_checkout(tmp_path).write_text(text)
    assert own_wheel(tmp_path / "grader").name.startswith("concurrency_grader-")


def test_a_grader_that_nobody_installed(tmp_path: Path) -> None:
    """It runs from its sources; what setuptools left in the checkout tells too little."""
    (tmp_path / "grader" / "course").mkdir(parents=True)
    for module in ("errors.py", "version.py", "course/wheel.py"):
        shutil.copy(ROOT / "grader" / module, tmp_path / "grader" / module)
    for folder in ("grader", "grader/course"):
        (tmp_path / folder / "__init__.py").write_text("")
    (tmp_path / "concurrency_grader.egg-info").mkdir()
    (tmp_path / "concurrency_grader.egg-info" / "PKG-INFO").write_text(
        "Metadata-Version: 2.1\nName: concurrency-grader\nVersion: 0.1\n"
    )
    code = "from grader.course.wheel import *\ntry: own_wheel()\nexcept WheelError as e: print(e)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.')\n{code}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == (
        "The grader runs here without having been installed by pip, so no wheel of it can be made. "
        "Install it (python -m pip install -e CHECKOUT), or say with --package what students give "
        "to pip.\n"
    )
