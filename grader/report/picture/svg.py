"""The picture of a run: an inline SVG timeline, time going down, one lane for each process.

The course's own tables of two processes are read the same way: a row is a step, a column is a
process, and what a process does is written in its column.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from grader.model.finding import Finding
from grader.model.source import PLAIN, Layout
from grader.model.trace import Trace
from grader.report.html.templates import render
from grader.report.picture.model import LaneState, Row, Timeline
from grader.report.picture.shapes import Arrow, Band, Bar, Drawing, Label, Marked, Span, Strip
from grader.report.picture.timeline import timeline
from grader.report.steps import count_own
from grader.report.words import seconds

ROW, JUMP, HEAD, ENDING = 26, 20, 46, 58  # heights, in pixels: of a step, of a jump in time, ...
GUTTER = 44  # width left of the lanes, for the numbers of the steps
TRACK, SLOT = 16, 18  # widths: of the band of states, of a held lock
INSET = 8  # from a lane's left edge to its track
ARC = 26  # height that one arrow between waiting lanes takes under the picture
LETTER = 6.1  # average width of a letter of the labels

STANDING: tuple[LaneState, ...] = ("blocked", "ready")
"""States of those that had not ended when the run was over."""

WORDS: Mapping[LaneState, str] = {
    "absent": "",
    "ready": "ready",
    "running": "running",
    "service": "Python's own thread runs",
    "blocked": "blocked",
    "ended": "ended",
}


def picture(trace: Trace, finding: Finding | None, layout: Layout = PLAIN) -> Markup:
    """Return the picture of a run as SVG that can stand in a page."""
    return draw(timeline(trace, finding), layout)


def draw(shown: Timeline, layout: Layout) -> Markup:
    """Return a timeline as SVG; a page that holds it gives the colours."""
    return render("picture.svg", picture=_Pen(shown, layout).drawing())


class _Pen:
    """Knows where the lanes and rows of one timeline are."""

    def __init__(self, shown: Timeline, layout: Layout) -> None:
        self.shown = shown
        self.layout = layout
        count = len(shown.lanes)
        self.lane_width = 260.0 if count <= 2 else 200.0 if count == 3 else 172.0
        self.lane_of = {
            task: index
            for index, lane in enumerate(shown.lanes)
            for task in (lane.task, *lane.folded)
        }
        self.slots = self._slots()
        self.tops: list[float] = []
        # At the end there is more to say of those that still stand somewhere.
        standing = any(stand.state in STANDING for stand in shown.rows[-1].stands)
        self.ending = ENDING if standing else ROW
        y = 4.0
        for row in shown.rows:
            if row.jump > 0:
                y += JUMP
            self.tops.append(y)
            y += self._height(row)
        self.bottom = y

    def drawing(self) -> Drawing:
        """Lay everything out."""
        shown = self.shown
        return Drawing(
            width=self._width(),
            height=self.bottom + ARC * len(shown.waits) + 10,
            head=HEAD,
            lane_width=self.lane_width,
            lanes=tuple((self._left(index), lane) for index, lane in enumerate(shown.lanes)),
            strips=tuple(self._strips()),
            jumps=tuple(self._jumps()),
            bands=tuple(self._bands()),
            bars=tuple(self._bars()),
            arrows=(*self._arrows(), *self._wait_arrows()),
            marked=tuple(self._marked()),
            spans=tuple(self._spans()),
            labels=tuple(self._labels()),
            wait_labels=tuple(self._wait_labels()),
            ending=shown.ending,
            lanes_left_out=shown.lanes_left_out,
            own_left_out=count_own(shown.own_left_out) if shown.own_left_out else "",
        )

    # --- places

    def _height(self, row: Row) -> float:
        return self.ending if row.kind == "end" else ROW

    def _left(self, lane: int) -> float:
        return GUTTER + lane * self.lane_width

    def _track(self, lane: int) -> float:
        return self._left(lane) + INSET + TRACK / 2

    def _middle(self, row: int) -> float:
        return self.tops[row] + ROW / 2

    def _text(self, lane: int) -> float:
        used = [slot for (of, slot) in self.slots.values() if of == lane]
        return self._left(lane) + INSET + TRACK + 8 + SLOT * (max(used) + 1 if used else 0)

    def _slots(self) -> dict[int, tuple[int, int]]:
        """Return for each hold (lane, column): holds at the same time lie side by side."""
        places: dict[int, tuple[int, int]] = {}
        for index, hold in enumerate(self.shown.holds):
            taken = {
                places[before][1]
                for before, other in enumerate(self.shown.holds[:index])
                if before in places and other.lane == hold.lane
                if other.rows[0] <= hold.rows[1] and hold.rows[0] <= other.rows[1]
            }
            slot = next(n for n in range(len(taken) + 1) if n not in taken)
            if slot < 3:  # more locks than that at once would leave no room for words
                places[index] = (hold.lane, slot)
        return places

    # --- rows

    def _strips(self) -> list[Strip]:
        strips = []
        for index, row in enumerate(self.shown.rows):
            height = self._height(row)
            text = self.shown.ending if row.kind == "end" and height == ROW else ""
            if row.kind == "gap":
                text = f"… {row.left_out} {'step' if row.left_out == 1 else 'steps'} not shown …"
            strips.append(Strip(index, self.tops[index], height, row.kind, row.step, text))
        return strips

    def _jumps(self) -> list[Strip]:
        return [
            Strip(i, self.tops[i] - JUMP, JUMP, "jump", row.step, f"{seconds(row.jump)} later")
            for i, row in enumerate(self.shown.rows)
            if row.jump > 0
        ]

    # --- lanes

    def _bands(self) -> list[Band]:
        bands = []
        for lane in range(len(self.shown.lanes)):
            begin = 0
            rows = self.shown.rows
            while begin < len(rows):
                key = _key(rows[begin], lane)
                end = begin + 1
                while end < len(rows) and _key(rows[end], lane) == key:
                    end += 1
                if key is not None:
                    bands.append(self._band(lane, begin, end))
                begin = end
        return bands

    def _band(self, lane: int, begin: int, end: int) -> Band:
        """Return one state's stretch; it reaches over a jump in time within it."""
        stand = self.shown.rows[begin].stands[lane]
        top = self.tops[begin]
        bottom = self.tops[end] if end < len(self.tops) else self.bottom - 8
        if end < len(self.tops) and self.shown.rows[end].jump > 0:
            bottom -= 0 if stand.state == "blocked" else JUMP
        words = WORDS[stand.state] + (f", waits for {stand.wait}" if stand.wait else "")
        title = f"{self.shown.lanes[lane].name}: {words}"
        after = self.shown.rows[end].stands if end < len(self.shown.rows) else ()
        last = bool(after) and after[lane].state == "ended"
        return Band(self._left(lane) + INSET, top, bottom - top, stand.state, title, last)

    def _bars(self) -> list[Bar]:
        bars = []
        for index, (lane, slot) in self.slots.items():
            hold = self.shown.holds[index]
            top = self._middle(hold.rows[0])
            bottom = self.bottom - 8 if hold.to_end else self._middle(hold.rows[1])
            name = hold.name if len(hold.name) * 5.8 + 10 <= bottom - top else ""
            title = f"{self.shown.lanes[lane].name} holds {hold.name}"
            x = self._left(lane) + INSET + TRACK + 4 + SLOT * slot
            bars.append(Bar(x, top, bottom - top, title, name, hold.to_end))
        return bars

    def _labels(self) -> list[Label]:
        labels: list[Label] = []
        before: dict[int, tuple[LaneState, str]] = {}
        for index, row in enumerate(self.shown.rows):
            if row.kind == "end":
                labels += self._end_labels(index, row)
            for lane, stand in enumerate(row.stands if row.kind == "step" else ()):
                if lane == row.lane:
                    labels.append(self._deed(index, row, lane))
                elif (
                    stand.state == "blocked"
                    and stand.wait
                    and before.get(lane) != (stand.state, stand.wait)
                ):
                    labels.append(self._label(lane, index, f"waits for {stand.wait}", "waits"))
                before[lane] = (stand.state, stand.wait)
        return labels

    def _deed(self, index: int, row: Row, lane: int) -> Label:
        # The band shows that it ends; there is little room for words.
        text = ", ".join(row.deeds).removesuffix(", ends")
        if row.who != self.shown.lanes[lane].name:  # a thread of Python's own
            return self._label(lane, index, text, "inner", title=f"{row.who}: {text}")
        line = self.layout.short(row.site.file, row.site.line) if row.site is not None else ""
        return self._label(lane, index, text, "deed", line)

    def _end_labels(self, index: int, row: Row) -> list[Label]:
        labels = []
        for lane, stand in enumerate(row.stands):
            if stand.state not in STANDING:
                continue
            site = stand.site
            place = f" {self.layout.at(site.file, site.line)}" if site is not None else ""
            labels.append(self._label(lane, index, f"{WORDS[stand.state]}{place}", "end"))
            if stand.wait:
                second = self._label(lane, index, f"waits for {stand.wait}", "end waits")
                labels.append(Label(second.x, second.y + 20, second.text, second.title, second.css))
        return labels

    def _label(
        self, lane: int, row: int, text: str, css: str, line: str = "", title: str = ""
    ) -> Label:
        x = self._text(lane)
        room = self._left(lane) + self.lane_width - x - 6 - (len(line) + 1) * LETTER * bool(line)
        numbers = self.shown.rows[row].marks if css != "end waits" else ()
        marks = sum(1 for number in numbers if self._mark_lane(number) == lane)
        most = max(4, int((room - 20 * marks) / LETTER))
        short = text if len(text) <= most else text[: most - 1] + "…"
        return Label(x, self._middle(row) + 4, short, title or text, css, line)

    def _mark_lane(self, number: int) -> int | None:
        return self.lane_of.get(self.shown.marks[number].task)

    def _marked(self) -> list[Marked]:
        marked = []
        for index, row in enumerate(self.shown.rows):
            lanes: dict[int, list[int]] = {}
            for number in row.marks:
                lane = self._mark_lane(number)
                if lane is not None:
                    lanes.setdefault(lane, []).append(number)
            for lane, numbers in lanes.items():
                x = self._text(lane) - 5
                width = self._left(lane) + self.lane_width - x - 4
                title = "; ".join(self.shown.marks[number].label for number in numbers)
                height = self._height(row) - 4
                places = tuple(
                    (x + width - 11 - 19 * i, n + 1) for i, n in enumerate(numbers[::-1])
                )
                marked.append(Marked(x, self.tops[index] + 2, width, height, places, title))
        return marked

    def _spans(self) -> list[Span]:
        """Return from where to where a task was between two marks, while others came in between."""
        spans: list[Span] = []
        for lane in range(len(self.shown.lanes)):
            rows = [
                index
                for index, row in enumerate(self.shown.rows)
                for number in row.marks
                if row.kind == "step" and self._mark_lane(number) == lane
            ]
            if self.shown.spans and rows and rows[0] != rows[-1]:
                x = self._text(lane) - 5
                spans.append(Span(x, self.tops[rows[0]] + ROW - 2, self.tops[rows[-1]] + 2))
        return spans

    # --- between lanes

    def _arrows(self) -> list[Arrow]:
        arrows = []
        for link in self.shown.links:
            names = [self.shown.lanes[lane].name for lane in link.lanes]
            forward = 1 if link.lanes[1] > link.lanes[0] else -1
            x0 = self._track(link.lanes[0]) + forward * TRACK / 2
            x1 = self._track(link.lanes[1]) - forward * (TRACK / 2 + 3)
            # It leaves under the words of its row, so as not to strike them out.
            y0, y1 = self.tops[link.rows[0]] + ROW - 3, self._middle(link.rows[1])
            match link.kind:
                case "start":
                    y0 = y1 = self.tops[link.rows[0]] + ROW - 2
                    title = f"{names[0]} starts {names[1]}"
                case "join":
                    y1 = self.tops[link.rows[1]] + 4
                    title = f"{names[0]} has ended, {names[1]} sees it"
                case "message":
                    y1 += (ROW / 2 - 4) * (forward < 0)  # under the words that it would cross
                    title = f"a message from {names[0]} to {names[1]}"
            d = f"M{x0:g} {y0:g}L{x1:g} {y1:g}"
            arrows.append(Arrow(d, link.kind, title))
        return arrows

    def _wait_arrows(self) -> list[Arrow]:
        """Draw who waits for whom under the lanes, one below the other."""
        arrows = []
        for index, edge in enumerate(self.shown.waits):
            x0, x1 = (self._track(lane) for lane in edge.lanes)
            # It leaves a lane on the right of its track and comes in on the left, so that the
            # arrows of a circle don't lie on one another.
            y = self.bottom + ARC * (index + 1) - 6
            names = [self.shown.lanes[lane].name for lane in edge.lanes]
            top = self.bottom - 6
            d = f"M{x0 + 5:g} {top:g}V{y:g}H{x1 - 5:g}V{top + 3:g}"
            css = "cycle" if edge.cycle else "wait"
            arrows.append(Arrow(d, css, f"{names[0]} waits for {names[1]}"))
        return arrows

    def _wait_labels(self) -> list[Label]:
        labels = []
        for index, edge in enumerate(self.shown.waits):
            left = min(self._track(lane) for lane in edge.lanes)
            y = self.bottom + ARC * (index + 1) - 11
            name, other = (self.shown.lanes[lane].name for lane in edge.lanes)
            text = f"{name} waits for {other} to end"
            if edge.text:
                text = f"{name} waits for {edge.text}, which {other} holds"
            css = "cycle" if edge.cycle else "wait"
            labels.append(Label(left + 14, y, text, text, css))
        return labels

    def _width(self) -> float:
        ends = [label.x + len(label.text) * 1.1 * LETTER for label in self._wait_labels()]
        return max([GUTTER + self.lane_width * len(self.shown.lanes), *ends])


def _key(row: Row, lane: int) -> tuple[str, str] | None:
    """Return what must be equal for two rows to be one band; None: nothing is drawn."""
    if row.kind == "gap" or row.stands[lane].state in ("absent", "ended"):
        return None
    return row.stands[lane].state, row.stands[lane].wait
