"""The tests on interpreters from a Debian root: ``python -m tests.pythons.run``.

It copies the checkout into the root, makes an environment there as any user would, and runs one
tier of tests on each version. Exit 0: all passed; 1: something failed; 77: no root can be made
here, and the last line says why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from tests.pythons.debian import NoRoot, Root, make, pip_variables

VERSIONS = ("3.14", "3.15")
PROJECT = Path(__file__).resolve().parents[2]
SKIPPED = 77  # what test runners take for "skipped", as automake does
SMOKE = (
    *("tests/engine/test_primitives.py", "tests/engine/test_as_cpython.py"),
    *("tests/engine/test_births.py", "tests/engine/test_since_3_14.py"),
    *("tests/engine/test_handed_on.py", "tests/fidelity", "tests/judging/test_selfproof.py"),
)
"""What meets CPython most closely: what is replaced in it, and what is said of it."""

PYTEST = ".venv/bin/python -m pytest -q -n auto"
TIERS = {
    "smoke": f"{PYTEST} {' '.join(SMOKE)} && .venv/bin/grader verify 03_lock",
    "tests": PYTEST,
    "verify": ".venv/bin/grader verify",
    "fidelity": ".venv/bin/python -m tests.fidelity.run --python {version}",
    "readme": "tests/pythons/readme.sh",
}
"""Minutes, some more, a quarter of an hour, hours; and README's two commands as they stand."""


@click.command()
@click.option("--python", "versions", multiple=True, default=VERSIONS, show_default=True)
@click.option("--tier", type=click.Choice(list(TIERS)), default="smoke", show_default=True)
@click.option(
    "--root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("/var/tmp/concurrency-grader-root"),
    show_default=True,
    help="The folder of the Debian root; made where it is missing.",
)
@click.argument("words", nargs=-1)
def main(versions: tuple[str, ...], tier: str, root: Path, words: tuple[str, ...]) -> None:
    """Run a tier of tests on each version; WORDS are further arguments of its command."""
    try:
        made = make(root, versions)
    except NoRoot as why:
        click.echo(f"skipped: {why}")
        sys.exit(SKIPPED)
    failed = [version for version in versions if not passes(made, version, tier, words)]
    for version in versions:
        click.echo(f"{version} {tier}: {'failed' if version in failed else 'passed'}")
    sys.exit(int(bool(failed)))


def passes(root: Root, version: str, tier: str, words: tuple[str, ...]) -> bool:
    """Run one tier on one version; say whether it passed."""
    home = f"/srv/python{version}-{tier}"  # its own, so that tiers can run side by side
    copy_project(root.folder / home.lstrip("/") / "project")
    own = f"{home}/bin"
    script = f"""
        mkdir -p {own} && ln -sf /usr/bin/python{version} {own}/python3
        export PATH={own}:$PATH
        cd {home}/project
        {"" if tier == "readme" else INSTALL}
        exec {TIERS[tier].format(version=version)} {" ".join(words)}
    """
    click.echo(f"+ python{version}: {tier}")
    return root.run(script, **pip_variables(sys.executable), **passed_on()) == 0


INSTALL = "[ -d .venv ] || python3 -m venv .venv; .venv/bin/pip install -q -e '.[dev]'"
"""Each time anew, since what the environment knows of the project may have changed."""


def passed_on() -> dict[str, str]:
    """Return the variables that are to be the same inside."""
    return {name: os.environ[name] for name in ("CI",) if name in os.environ}


def copy_project(to: Path) -> None:
    """Copy the checkout, changes that are not committed included; an environment there stays."""
    listed = ["git", "-C", str(PROJECT), "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True).stdout.split(b"\0")
    to.mkdir(parents=True, exist_ok=True)
    for old in to.iterdir():
        if old.name not in (".venv",):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    for name in map(os.fsdecode, filter(None, names)):
        source, target = PROJECT / name, to / name
        if source.is_symlink() or source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target, follow_symlinks=False)


if __name__ == "__main__":
    main()
