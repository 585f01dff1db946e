"""What a student handed in, read with care: a path -> a Submission.

Nothing here runs or evaluates a file. A file that can't be graded is not an error of ours: it
comes back as a Submission with a ``problem`` that says what is wrong, where, and what to do.
"""

from __future__ import annotations

import codecs
import io
import os
import stat
import tokenize
from dataclasses import dataclass
from pathlib import Path

from grader.handins.notebook.cells import NotebookProblem, join_cells, read_cells
from grader.handins.parsed import parse
from grader.model.source import SourceText
from grader.text import visible

SOURCE_LIMIT = 1024 * 1024
"""Bytes of a Python file, and of the joined code of a notebook."""

NOTEBOOK_LIMIT = 16 * 1024 * 1024
"""Bytes of a notebook with its outputs and pictures."""

OPENED = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tbz2", ".txz")
"""Endings of archives that are opened when a class is graded."""

ARCHIVES = (*OPENED, ".gz", ".bz2", ".xz", ".zst", ".lz", ".7z", ".rar")
SUFFIXES = (".py", ".ipynb")

# Text encodings that programs are really written in. Python knows others that are not text, or
# whose decoders take quadratic time on purpose-made input (punycode, idna).
_ENCODINGS = ("utf-8", "ascii", "iso8859", "cp", "mac", "koi8", "gb", "big5", "shift", "euc", "tis")


@dataclass(frozen=True, slots=True)
class Submission:
    """One file of a student.

    ``source`` is None when there is no text to show. A ``problem`` means that it can't be graded;
    it may come with a source (a syntax error) or without one.
    """

    name: str  # as shown, such as "lock.py"
    source: SourceText | None
    problem: str = ""
    notes: tuple[str, ...] = ()


class Unreadable(Exception):
    """A file that can't be read; the text says why, to the student."""


def read_submission(
    path: Path, root: Path | None = None, asked: frozenset[str] = frozenset()
) -> Submission:
    """Read a .py or .ipynb file; never raises for anything that a student can hand in.

    ``root`` is the student's own folder (default: the file's folder), or the file itself if it is
    all that was handed in: a link that leads out of it is not followed. ``asked`` are the names of
    functions that will be called, as far as they are known: of a notebook, what these need is run.
    """
    name = visible(path.name)
    notes: list[str] = []
    try:
        data = read_bytes(path, root or path.parent, notes)
        if path.suffix.lower() == ".ipynb":
            source = _notebook(data, name, notes, asked)
        else:
            source = SourceText(name, _decode(data, name))
    except Unreadable as problem:
        return Submission(name, None, str(problem), tuple(notes))
    return Submission(name, source, _syntax_problem(source), tuple(notes))


def is_archive(path: Path) -> bool:
    """Say whether a file is an archive by its name, whether or not it can be opened."""
    return path.name.lower().endswith(ARCHIVES)


def why_closed(path: Path) -> str:
    """Return the note on an archive of a kind that is never opened, "" for any other file."""
    if not is_archive(path) or path.name.lower().endswith(OPENED):
        return ""
    return (
        f"{visible(path.name)} was not opened: archives of the kind {path.suffix.lower()} are not "
        f"supported. Hand in a .zip or .tar.gz, or the files themselves."
    )


def read_bytes(path: Path, root: Path, notes: list[str]) -> bytes:
    """Return an ordinary file's bytes, and add to ``notes`` what its writer should know.

    Never waits, and follows no link out of ``root``. Raises Unreadable.
    """
    name = visible(path.name)
    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            target = _target(path, name)
            if leads_out(path, target, root):
                raise Unreadable(
                    f"{name} is a link that leads out of the folder that was handed in, so it was "
                    f"not followed. Hand in the file itself."
                )
            notes.append(f"{name} is a link to {visible(target.name)}.")
            path, status = target, target.lstat()
        if stat.S_ISDIR(status.st_mode):
            raise Unreadable(
                f"{name} is a folder. Hand in the Python file itself, not a folder of that name."
            )
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(f"{name} is not an ordinary file. Hand in a Python file.")
        # The open may not wait for a pipe's writer, nor follow a link made a moment ago.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise Unreadable(_why_not_opened(error, name)) from None
    suffix = path.suffix.lower()
    limit = NOTEBOOK_LIMIT if suffix == ".ipynb" else SOURCE_LIMIT
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unreadable(f"{name} is not an ordinary file. Hand in a Python file.")
        try:
            data = file.read(limit + 1)
        except OSError as error:  # a disk that is broken, or far away
            raise Unreadable(_why_not_opened(error, name)) from None
    _refuse_other_kinds(data, suffix, name)
    if len(data) > limit:
        raise Unreadable(
            f"{name} is larger than {limit // 1024 // 1024} MiB, which is more than the grader "
            f"reads. Take out the data that is in it, and hand in the program alone."
        )
    if not data.strip():
        raise Unreadable(
            f"{name} is empty. Was the file saved before it was handed in? Save it, and hand it "
            f"in again."
        )
    return data


def leads_out(link: Path, target: Path, root: Path) -> bool:
    """Say whether a link's target is outside of ``root``.

    A link that is its own root was handed in alone: whatever it leads to is outside.
    """
    return root == link or not target.is_relative_to(os.path.realpath(root))


def _target(path: Path, name: str) -> Path:
    """Return what a link leads to; raises Unreadable."""
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: Python 3.11 and 3.12 for a circle
        raise Unreadable(
            f"{name} is a link that leads to nothing, or in a circle. Hand in the file itself."
        ) from None


def _why_not_opened(error: Exception, name: str) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{name} was not found. Check the name and the folder."
    if isinstance(error, PermissionError):
        return f"{name} may not be read. Give yourself the right to read it, and try again."
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"{name} could not be read: {reason}. Hand in an ordinary file."


def _refuse_other_kinds(data: bytes, suffix: str, name: str) -> None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) or suffix in ARCHIVES:
        raise Unreadable(
            f"{name} is an archive, and the grader does not open archives. Unpack it, and hand in "
            f"the Python files that are in it."
        )
    if suffix not in SUFFIXES:
        raise Unreadable(
            f"{name} is neither a Python file (.py) nor a notebook (.ipynb). Hand in one of these."
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable(
            f"{name} was saved as UTF-16 (a text of two bytes for each letter), which Python "
            f"can't read. In your editor, save it again with the encoding UTF-8."
        )
    if (where := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, where) + 1
        raise Unreadable(
            f"{name} is not a text file: it holds a zero byte in line {line}, which no program "
            f"text does. Was another file handed in under this name?"
        )


def _decode(data: bytes, name: str) -> str:
    """Decode as Python would (PEP 263), with its universal line ends."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        known = codecs.lookup(encoding).name
        if not known.startswith(_ENCODINGS):
            raise LookupError(encoding)
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(_bad_byte(name, line, data[error.start], error.encoding)) from None
    except (SyntaxError, LookupError):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise Unreadable(_bad_byte(name, line, data[error.start], "utf-8")) from None
        raise Unreadable(
            f"{name} names an encoding in its first two lines (after 'coding') that is not a text "
            f"encoding that the grader accepts. Save the file as UTF-8, and take that comment out."
        ) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _bad_byte(name: str, line: int, byte: int, encoding: str) -> str:
    encoding = {"utf-8": "UTF-8", "utf_8": "UTF-8", "utf8": "UTF-8"}.get(encoding, encoding)
    return (
        f"{name} is not valid {encoding} text: line {line} holds the byte 0x{byte:02x}, which "
        f"stands for nothing there. In your editor, save the file again with the encoding UTF-8, "
        f"and check the accents and special letters of line {line}."
    )


def _notebook(data: bytes, name: str, notes: list[str], asked: frozenset[str]) -> SourceText:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(_bad_byte(name, line, data[error.start], "utf-8")) from None
    try:
        source = join_cells(name, read_cells(name, text), notes, asked)
    except NotebookProblem as problem:
        raise Unreadable(str(problem)) from None
    if len(source.text.encode("utf-8", "replace")) > SOURCE_LIMIT:
        raise Unreadable(
            f"{name} holds more than {SOURCE_LIMIT // 1024 // 1024} MiB of code, which is more "
            f"than the grader reads. Take out the data that is in it."
        )
    return source


def _syntax_problem(source: SourceText) -> str:
    """Return what is wrong with the source's syntax, or ""; of a notebook cell by cell."""
    rows = source.program.split("\n")
    parts = [(cell.first, rows[cell.first - 1 : cell.last]) for cell in source.cells]
    for first, part in parts or [(1, rows)]:
        error = parse(part)
        if isinstance(error, SyntaxError):
            known = source.layout.place(first + error.lineno - 1) if error.lineno else ""
            where = known or "a line that Python does not name"
            reason = visible(str(error.msg)).replace("\n", " ")
            return (
                f"Python can't read {source.name}: syntax error in {where}: {reason}. No check can "
                f"run before this is mended. Look at that line, and at the line before it."
            )
        if isinstance(error, Exception):
            return (
                f"Python can't read {source.name}: an expression in it is nested too deeply, or it "
                f"holds what is not text. Write it in smaller parts."
            )
    return ""
