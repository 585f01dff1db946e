"""The shapes that a picture is drawn with: plain data with coordinates in pixels."""

from __future__ import annotations

from dataclasses import dataclass

from grader.report.picture.model import Lane, LaneState


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of rows in which a lane's state stays."""

    x: float
    y: float
    height: float
    state: LaneState
    title: str
    last: bool  # the lane's task ends with it


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text in a lane; ``line`` is the source line before it, or ""."""

    x: float
    y: float
    text: str
    title: str
    css: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A path; ``css`` says of what kind."""

    d: str
    css: str
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A lock in a lane's hands; ``label`` is "" where there is no room for it."""

    x: float
    y: float
    height: float
    title: str
    label: str
    to_end: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """The ring around a marked step, with where the numbers of its marks stand."""

    x: float
    y: float
    width: float
    height: float
    numbers: tuple[tuple[float, int], ...]
    title: str


@dataclass(frozen=True, slots=True)
class Span:
    """A line from a lane's first marked step to its last one."""

    x: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A whole row: a place to click on, or a gap, or a jump in time."""

    index: int
    y: float
    height: float
    kind: str
    number: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything of the picture, with coordinates."""

    width: float
    height: float
    head: float
    lane_width: float
    lanes: tuple[tuple[float, Lane], ...]
    strips: tuple[Strip, ...]
    jumps: tuple[Strip, ...]
    bands: tuple[Band, ...]
    bars: tuple[Bar, ...]
    arrows: tuple[Arrow, ...]
    marked: tuple[Marked, ...]
    spans: tuple[Span, ...]
    labels: tuple[Label, ...]
    wait_labels: tuple[Label, ...]
    ending: str
    lanes_left_out: int
    own_left_out: str  # "12 steps of Python's own", or ""
