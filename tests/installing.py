"""For tests that install packages as people do: an own Python on the path, and the index."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

OWN = ("PIP_", "LANG", "LC_", "HOME", "SSL_", "HTTP", "http", "NO_PROXY", "no_proxy")
"""How the names of variables begin that a person's shell has as well as ours."""


def clean_environment(folder: Path) -> dict[str, str]:
    """Return variables as a new shell has them, with this very Python as python3.

    What programs keep for later goes into the folder; only pip's own cache is everybody's.
    """
    tools = folder / "tools"
    tools.mkdir(parents=True, exist_ok=True)
    if not (tools / "python3").exists():
        (tools / "python3").symlink_to(Path(sys.executable).resolve())
    given = {name: value for name, value in os.environ.items() if name.startswith(OWN)}
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return given | {
        "PATH": f"{tools}:/usr/local/bin:/usr/bin:/bin",
        "PIP_CACHE_DIR": os.environ.get("PIP_CACHE_DIR") or f"{cache}/pip",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "COLUMNS": "100",
    }


def need_the_index(folder: Path) -> None:
    """Skip the test where pip reaches no package index."""
    command = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), "click"]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"pip reaches no package index here: {done.stderr.strip()[-200:]}")
