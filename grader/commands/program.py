"""FILE[:FUNCTION] -> the program that ``explore`` and ``replay`` run, and what to say of it."""

from __future__ import annotations

import ast
from pathlib import Path

from grader.bindings import bound_by
from grader.commands.beside import data_beside
from grader.commands.script import NOTE, SCRIPT, is_script
from grader.errors import UsageError
from grader.handins.parsed import Parsed, parsed
from grader.handins.submission import Submission, read_submission
from grader.model.program import Program
from grader.model.source import SourceText


class Unusable(UsageError):
    """What was asked for can't be run; the text says why and what to do."""


def read_program(target: str) -> tuple[tuple[str, ...], SourceText, Program]:
    """Return notes on FILE[:FUNCTION], its source and its program; raises Unusable."""
    file, asked = _split(target)
    function = asked or "main"
    submission, source = read_source(file, frozenset({function}))
    notes = submission.notes
    written = parsed(source)
    loose = not asked and written is not None and is_script(written.tree)
    if not source.cells and (function == SCRIPT or loose):
        function = SCRIPT
        notes += (NOTE,)
    elif written is not None:
        _must_define(written, function)
    files, said = data_beside(file, written.tree) if written is not None else ({}, ())
    if function == SCRIPT:
        files = {source.name: source.program.encode("utf-8", "replace"), **files}
    # A program may import the modules beside it, as it can when Python runs it.
    folder = str(file.resolve().parent)
    program = Program(source.name, source.program, function, files=files, import_folders=(folder,))
    return notes + said, source, program


def _split(target: str) -> tuple[Path, str]:
    """Split FILE[:FUNCTION]; a file whose own name has a colon in it is found too."""
    file, colon, function = target.rpartition(":")
    if not colon or Path(target).exists():
        return Path(target), ""
    if not function.isidentifier():
        raise Unusable(f"{function!r} is not a function's name. Write FILE:FUNCTION.")
    return Path(file), function


def read_source(file: Path, asked: frozenset[str]) -> tuple[Submission, SourceText]:
    """Return what a file holds, and its source; raises Unusable."""
    read = read_submission(file, asked=asked)
    if read.problem or read.source is None:
        raise Unusable(read.problem)
    return read, read.source


def _must_define(written: Parsed, function: str) -> None:
    """Raise Unusable if the source can't define the function; in doubt the run itself tells."""
    # A coroutine is no function that can be called; what is global may be bound by any call.
    body = [node for node in written.tree.body if not isinstance(node, ast.AsyncFunctionDef)]
    names = frozenset().union(*(bound_by(node) for node in body))
    shared = [node.names for node in ast.walk(written.tree) if isinstance(node, ast.Global)]
    if function in names.union(*shared) or "*" in names:
        return
    top = [n.name for n in written.tree.body if isinstance(n, ast.FunctionDef)]
    there = f"It has {', '.join(top[:8])}. " if top else ""
    example = f"{written.source.name}:{top[0]}" if top else f"{written.source.name}:FUNCTION"
    raise Unusable(
        f"{written.source.name} has no function {function}(). {there}Name the one to run, such as "
        f"{example}."
    )
