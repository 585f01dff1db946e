"""The rooms and what may pass between them, read from the sources; see grader/README.md."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from types import MappingProxyType

from tests.sources import tree_of

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "grader"
MODULES = tuple(sorted(PACKAGE.rglob("*.py")))
ALL = (*MODULES, *sorted((TOP / "tests").rglob("*.py")))

GROUND = ("errors", "model", "settings", "bindings", "text", "files", "version")
ROOMS = MappingProxyType(
    {
        "model": (),
        "guest": (),
        "kernel": ("guest.wire", "guest.launcher.job", *GROUND),
        "search": GROUND,
        "diagnosis": GROUND,
        "course": GROUND,
        "handins": ("course", *GROUND),
        "checks": ("course", "diagnosis", *GROUND),
        "report": ("diagnosis", *GROUND),
        "judging": (
            *("checks", "handins", "course", "kernel", "search", "diagnosis", "report", *GROUND),
        ),
        "commands": (
            *("judging", "checks", "handins", "course", "kernel", "search", "diagnosis"),
            *("report", *GROUND),
        ),
        "cli": ("commands", "judging", "checks", "course", "kernel", "search", "report", *GROUND),
    }
)
"""What each room may import of the project beside its own, by the beginning of its name."""

LIBRARIES = MappingProxyType(
    {
        "model": (),
        "guest": (),
        "kernel": (),
        "search": (),
        "diagnosis": (),
        "report": ("jinja2", "markupsafe", "pygments", "rich"),
        "course": ("jinja2", "nbformat"),
        "handins": ("nbformat",),
        "checks": (),
        "judging": ("pytest", "_pytest"),
        "commands": (),
        "cli": ("click", "platformdirs", "rich"),
    }
)
"""What each room may import beside the standard library."""

PROCESSES = frozenset({"subprocess", "multiprocessing", "signal", "socket", "select", "fcntl"})
OF_PROCESSES = ("fork", "exec", "spawn", "posix_spawn", "kill", "wait", "system", "popen", "pidfd")
PURE = ("model", "search", "diagnosis", "report")

LINES = 400

MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
MAKERS = frozenset({"list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter"})
CHANGES = frozenset(
    {"append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "clear"}
    | {"remove", "discard", "sort", "reverse"}
)


def name_of(path: Path) -> str:
    """Return what a test is called by: "kernel/run.py"."""
    base = PACKAGE if path.is_relative_to(PACKAGE) else TOP
    return path.relative_to(base).as_posix()


def room_of(path: Path) -> str:
    """Return the room that a module of the package is in, or its own name at the top."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def module_of(path: Path) -> str:
    """Return a module's dotted name: "grader.kernel.run"."""
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield (dotted name, whether it is relative) of everything that a module imports.

    A name that is taken out of a package is added to it, where that makes a module.
    """
    package = list(path.relative_to(TOP).parts[:-1])
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, False
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = TOP.joinpath(*base.split("."), alias.name)
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                yield (f"{base}.{alias.name}" if is_module else base), bool(node.level)


def ours(path: Path) -> set[str]:
    """Return what a module imports of the project, without the package's name."""
    names = {name for name, _ in imports(path) if name.partition(".")[0] == "grader"}
    return {name.partition(".")[2] for name in names}


def begins_with(name: str, allowed: tuple[str, ...]) -> bool:
    """Say whether a dotted name is one of these, or within one."""
    return any(f"{name}.".startswith(f"{word}.") for word in allowed)


IN_ROOMS = tuple(path for path in MODULES if room_of(path) in ROOMS)


def test_a_room_imports_only_what_it_may_know() -> None:
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in IN_ROOMS
        for name in sorted(ours(path))
        if not begins_with(name, (room_of(path), *ROOMS[room_of(path)]))
    ]
    assert wrong == []


def test_a_room_needs_no_more_libraries_than_its_own() -> None:
    wrong = []
    for path in IN_ROOMS:
        allowed = {*LIBRARIES[room_of(path)], *sys.stdlib_module_names, "grader"}
        used = {name.partition(".")[0] for name, relative in imports(path) if not relative}
        wrong += [f"{name_of(path)} imports {name}" for name in sorted(used - allowed)]
    assert wrong == []


def test_what_runs_beside_a_submission_names_nothing_of_ours() -> None:
    """It is loaded under another name, where there is no package ``grader``."""
    wrong = [
        f"{name_of(path)} imports {name}"
        for path in IN_ROOMS
        if room_of(path) == "guest"
        for name, relative in imports(path)
        if not relative and begins_with(name, ("grader",))
    ]
    assert wrong == []


def test_what_only_thinks_and_tells_touches_no_process() -> None:
    wrong = []
    for path in IN_ROOMS:
        if room_of(path) not in PURE:
            continue
        used = {name.partition(".")[0] for name, _ in imports(path)} & PROCESSES
        used |= {f"os.{name}" for name in _of_os(path) if name.startswith(OF_PROCESSES)}
        wrong += [f"{name_of(path)} uses {name}" for name in sorted(used)]
    assert wrong == []


def _of_os(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "os":
                yield node.attr
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (alias.name for alias in node.names)


def test_modules_do_not_import_each_other_in_a_circle() -> None:
    """Not for types alone either, nor within functions, nor by the package that a module is in."""
    graph = {module_of(path): set(_needs(path)) for path in MODULES}
    TopologicalSorter(graph).prepare()  # raises CycleError, with the circle


def _needs(path: Path) -> Iterator[str]:
    """Yield what has to be there for a module: whatever it imports, whenever it does.

    Importing ``a.b.c`` runs ``a`` and ``a.b`` first; those that the module itself is in have run.
    """
    itself = module_of(path)
    for name, _ in imports(path):
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            needed = ".".join(parts[:end])
            if begins_with(needed, ("grader",)) and not begins_with(itself, (needed,)):
                yield needed


def test_modules_are_small() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in ALL}
    assert {name for name, lines in lengths.items() if lines > LINES} == set()


def test_modules_keep_no_state() -> None:
    """Heuristic: what is bound at the top and can change is a constant, and nothing changes it."""
    wrong = []
    for path in MODULES:
        tree = tree_of(path)
        names = dict(_mutable_names(tree))
        small = {name for name in names if not name.isupper() and name != "__all__"}
        wrong += [f"{name_of(path)}:{names[name]}: {name} can change" for name in small]
        wrong += [f"{name_of(path)}:{change}" for change in _changes(tree, set(names))]
    assert wrong == []


def _mutable_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield (name, line) of what is bound at the top to a list, a dictionary, a set ..."""
    for node in tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and _is_mutable(node.value):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                yield ast.unparse(target), node.lineno


def _is_mutable(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Call):
        called = value.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        return name in MAKERS
    return isinstance(value, MUTABLE)


def _changes(tree: ast.Module, constants: set[str]) -> Iterator[str]:
    """Yield where a module uses ``global``, or changes one of its constants."""
    for node in ast.walk(tree):
        match node:
            case ast.Global():
                yield f"{node.lineno}: global {', '.join(node.names)}"
            case (
                ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del())
                | ast.AugAssign(target=ast.Name(id=name))
            ) if name in constants:
                yield f"{node.lineno}: {name} is changed"
            case ast.Attribute(value=ast.Name(id=name), attr=method) if (
                name in constants and method in CHANGES
            ):
                yield f"{node.lineno}: {name}.{method}"


def test_whatever_is_silenced_says_why() -> None:
    wrong = []
    for path in ALL:
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
            comment = token.type == tokenize.COMMENT and token.string
            if comment and re.match(r"# *(noqa|type: *ignore)(?!.*#.*\w{2})", comment):
                wrong.append(f"{name_of(path)}:{token.start[0]}: {comment}")
    assert wrong == []
