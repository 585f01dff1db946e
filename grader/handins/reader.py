"""A hand-in's files, each read once, however often matching and grading ask for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from grader.handins.folder import HandIn
from grader.handins.parsed import parsed
from grader.handins.submission import Submission, read_submission

MOST_KEPT = 64
"""Files that are remembered: more than a student has, and few enough for any memory."""


class Reader:
    """Reads the files of one hand-in, and the skeletons that they are compared with."""

    def __init__(self, hand_in: HandIn) -> None:
        self._hand_in = hand_in
        self._own = frozenset(hand_in.files)
        self._read = lru_cache(MOST_KEPT)(self._read_anew)

    def submission(self, path: Path, asked: frozenset[str] = frozenset()) -> Submission:
        """Return what is in a file; ``asked`` matters for a notebook, as in read_submission."""
        return self._read(path, asked if path.suffix.lower() == ".ipynb" else frozenset())

    def content(self, path: Path) -> str:
        """Return a file's text, or why there is none: two files that agree in it are copies."""
        read = self.submission(path)
        return read.source.text if read.source else read.problem

    def defined(self, path: Path) -> frozenset[str]:
        """Return the names of the functions and classes at a file's top level."""
        source = self.submission(path).source
        known = parsed(source) if source else None
        return known.defined if known else frozenset()

    def _read_anew(self, path: Path, asked: frozenset[str]) -> Submission:
        # A skeleton is the course's own file, which may be a link to anywhere.
        root = self._hand_in.bounds(path) if path in self._own else Path("/")
        return read_submission(path, root, asked)
