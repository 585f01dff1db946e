"""Cut a scenario out of its checks.py: its source, and no more than what it names.

The judging code, expected values and hints stay behind, since whatever is sent into the
sandbox can be read there by the submission. What is sent keeps its line numbers: line N of the
result is line N of checks.py.
"""

from __future__ import annotations

import ast
import builtins
import io
import sys
from dataclasses import dataclass

from grader.bindings import bound_by, bound_name, used_by
from grader.checks.declare import CheckError
from grader.checks.sent import SENT
from grader.checks.source import CheckSource, role, roles


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement at the top level of a checks.py."""

    node: ast.stmt
    binds: frozenset[str]  # the names that it gives a meaning


def extract(source: CheckSource, name: str) -> str:
    """Return the source of scenario ``name``, with all that it names, transitively.

    Raises CheckError, with file and line, where the scenario names what can't be sent: a check,
    something that is not of the standard library, a name that the file doesn't define.
    """
    file, text = source.path.name, source.text
    statements = [_Statement(node, bound_by(node)) for node in source.tree.body]
    chosen = {s.node for s in statements if _is_future(s.node)}
    wanted = [(name, 0, "the file")]
    seen: set[str] = set()
    ours: dict[int, str] = {}  # by the line that imports it: what is sent in its place
    while wanted:
        word, line, user = wanted.pop()
        if word in seen:
            continue
        seen.add(word)
        sources = [s.node for s in statements if word in s.binds]
        if not sources and not hasattr(builtins, word) and word not in ("__name__", "__file__"):
            raise CheckError(
                f"{file}:{line}: {user} uses {word!r}, which is not defined at the top level of "
                f"{file}, so it can't be sent into the sandbox with it"
            )
        for node in sources:
            if _is_ours(node, word):
                ours[node.lineno] = word
                continue
            _refuse_what_stays(node, word, line, user, file)
            chosen.add(node)
            who = f"scenario {name}" if word == name else f"{word} (used by scenario {name})"
            uses = used_by(_cut(text, [node]))
            wanted += [(used, node.lineno, who) for used in sorted(uses.now | uses.later)]
    lines = _cut(text, [s.node for s in statements if s.node in chosen]).split("\n")
    lines += [""] * (max(ours, default=0) - len(lines) + 1)
    for number, word in ours.items():
        if lines[number - 1]:
            raise CheckError(f"{file}:{number}: the import of {word!r} needs a line of its own")
        lines[number - 1] = SENT[word]
    return "\n".join(lines).rstrip("\n") + "\n"


def _refuse_what_stays(node: ast.stmt, word: str, line: int, user: str, file: str) -> None:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        modules = (
            [alias.name for alias in node.names if bound_name(alias) == word]
            if isinstance(node, ast.Import)
            else ["." * node.level + (node.module or "")]
        )
        for module in modules:
            if module.partition(".")[0] not in sys.stdlib_module_names:
                raise CheckError(
                    f"{file}:{line}: {user} uses {word!r} from {module}, but in the sandbox there "
                    f"is only the standard library"
                )
    if "check" in roles(node):
        raise CheckError(
            f"{file}:{line}: {user} uses the check {word!r}, but judging code is never sent into "
            f"the sandbox: put what both need into a helper"
        )


def _is_ours(node: ast.stmt, word: str) -> bool:
    """Say whether a name is imported from ``grader``, under its own name, and sent along."""
    return (
        isinstance(node, ast.ImportFrom)
        and (node.module, node.level) == ("grader", 0)
        and word in SENT
        and any(alias.name == word and alias.asname is None for alias in node.names)
    )


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _cut(text: str, nodes: list[ast.stmt]) -> str:
    """Return the nodes' own text, each on its own lines, with blank lines in between."""
    # As Python counts lines, and once for all nodes: ast.get_source_segment splits for each.
    source = io.StringIO(text, newline=None).read().split("\n")
    lines = [""] * len(source)
    for node in nodes:
        for number, piece in enumerate(_segment(source, node), node.lineno - 1):
            # Two short statements may share a line.
            lines[number] = f"{lines[number]}; {piece}" if lines[number] else piece
        for decorator in getattr(node, "decorator_list", ()):
            if role(decorator) is None:
                first, *others = _segment(source, decorator)
                lines[decorator.lineno - 1 : decorator.lineno + len(others)] = [
                    "@" + first,
                    *others,
                ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _segment(lines: list[str], node: ast.stmt | ast.expr) -> list[str]:
    """Return a node's own text, line by line; its columns count in bytes."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    rows = [row.encode() for row in lines[first : last + 1]]
    rows[-1] = rows[-1][: node.end_col_offset]
    rows[0] = rows[0][node.col_offset :]
    return [row.decode() for row in rows]
