"""A checks.py with its assertions rewritten by pytest, so that a failed one says what it saw."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from grader.checks.load import CheckFile, load_checks

if TYPE_CHECKING:
    import pytest


def load_rewritten(path: Path, config: pytest.Config | None = None) -> CheckFile:
    """Load a checks.py; ``config`` is that of a pytest session, where there is one.

    Raises CheckError, as ``load_checks`` does.
    """
    # Only pytest itself has the rewriting; ipytest and others use it in this way too. It is a
    # third of a second to import, which nobody pays for whose checks are not run.
    from _pytest.assertion.rewrite import rewrite_asserts

    def rewrite(tree: ast.Module, data: bytes) -> None:
        rewrite_asserts(tree, data, str(path), config)

    return load_checks(path, rewrite)
