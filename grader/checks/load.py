"""A checks.py -> CheckFile: run it (it is the teacher's, and trusted), and cut its scenarios."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from grader.checks.declare import Check, CheckError, Scenario
from grader.checks.extract import extract
from grader.checks.source import CheckSource, read_checks

Rewrite = Callable[[ast.Module, bytes], None]
"""Changes a module's tree in place before it is compiled: pytest's assertion rewriting."""


@dataclass(frozen=True, slots=True)
class CheckFile:
    """All that one checks.py says."""

    path: Path
    checks: tuple[Check, ...]  # in the order of the file
    sources: Mapping[str, str]  # by a scenario's name: what is sent into the sandbox
    written: CheckSource

    def check(self, name: str) -> Check:
        """Return the check of that name; raises CheckError, with the names there are."""
        for check in self.checks:
            if check.name == name:
                return check
        raise CheckError(
            f"{self.path} has no check {name!r}; it has {', '.join(c.name for c in self.checks)}"
        )

    def on(self, scenario: Scenario) -> tuple[Check, ...]:
        """Return the checks that judge a scenario."""
        return tuple(check for check in self.checks if check.scenario is scenario)


def load_checks(path: Path, rewrite: Rewrite | None = None) -> CheckFile:
    """Load a checks.py anew, whatever was loaded from it before.

    Raises CheckError, with file and line, for one that can't be read, run or used.
    """
    source = read_checks(path)
    try:
        tree = source.tree
        if rewrite is not None:  # which changes a tree in place; what is cut out is as written
            tree = ast.parse(source.text, str(path))
            rewrite(tree, source.text.encode())
        code = compile(tree, str(path), "exec", dont_inherit=True, optimize=0)
    except SyntaxError as error:  # of the kind that only shows now: a return outside a function
        raise CheckError(f"{path}:{error.lineno}: syntax error: {error.msg}") from None
    # Every course has a checks.py in each folder, so the path is what names the module. It is
    # entered in sys.modules since a dataclass looks for its module there.
    name = "grader_checks_" + hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    spec = importlib.util.spec_from_loader(name, loader=None, origin=str(path))
    if spec is None:  # only a loader can refuse to give one
        raise CheckError(f"{path} can't be loaded")
    module = importlib.util.module_from_spec(spec)
    module.__file__ = str(path)
    sys.modules[name] = module
    try:
        exec(code, module.__dict__)
    except CheckError as error:
        raise CheckError(f"{path}:{_line_in(path, error)}: {error}") from None
    except (Exception, SystemExit) as error:  # nothing that a checks.py does ends the grader
        what = traceback.format_exception_only(error)[-1].strip()
        raise CheckError(f"{path}:{_line_in(path, error)}: {what}") from error
    checks = tuple(value for value in vars(module).values() if isinstance(value, Check))
    if not checks:
        raise CheckError(f"{path} has no checks: a check is a function under @check(...)")
    for check in checks:
        if vars(module).get(check.scenario.name) is not check.scenario:
            raise CheckError(
                f"{path}:{check.line}: the scenario of {check.name} must be a function at the top "
                f"level of this file, and keep its name"
            )
        if check.requires is not None and check.requires not in checks:
            raise CheckError(f"{path}:{check.line}: requires= of {check.name} is of another file")
    names = {check.scenario.name for check in checks}
    cut = {name: extract(source, name) for name in sorted(names)}
    return CheckFile(path, checks, MappingProxyType(cut), source)


def _line_in(path: Path, error: BaseException) -> int:
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == str(path)), 0)
