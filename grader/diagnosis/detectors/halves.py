"""Two changes that belong together, seen by somebody who came in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from grader.diagnosis.detectors.races import label_of, row
from grader.diagnosis.reading import Reading, mark_of
from grader.diagnosis.scene import Happening, Scene

ADVICE = "Which changes belong together, and which looks? What could keep the one out of the other?"


LOOKED_AT = 200  # pairs of changes, and walks; more of them say no more


def half_done(scene: Scene) -> Reading | None:
    """Find a child that saw one of another one's two changes of an object without the other.

    Whether two changes belong together is for who asks to know.
    """
    accesses: dict[str, list[Happening]] = defaultdict(list)
    for one in scene.of("read", "wrote"):
        accesses[_whole(one)].append(one)
    for done in accesses.values():
        walks = list(islice(_walks(done), LOOKED_AT))
        for first, second in islice(_pairs_of_changes(done), LOOKED_AT):
            for walk in walks:
                early, late = _look_at(walk, done[first]), _look_at(walk, done[second])
                if early is None or late is None or done[early].task == done[first].task:
                    continue
                if early > first and late < second:
                    return _half_done(scene, done, (early, first), (late, second))
                if early < first and late > second:
                    return _half_done(scene, done, (late, second), (early, first))
    return None


def _whole(found: Happening) -> str:
    return (found.event.obj or "").partition("[")[0]


Walk = dict[str | None, int]
"""When one task looked at each item of an object, until it began once more."""


def _walks(done: list[Happening]) -> Iterator[Walk]:
    """Yield the walks of the children over an object."""
    walking: dict[int, Walk] = {}
    for index, one in enumerate(done):
        if one.event.kind != "read" or one.task == 0:
            continue
        item = one.event.obj
        walk = walking.setdefault(one.task, {})
        if walk and (item in walk or _whole(one) in (item, *walk)):
            yield walk
            walk = walking[one.task] = {}
        walk[item] = index
    yield from walking.values()


def _look_at(walk: Walk, change: Happening) -> int | None:
    """Return when what was changed was looked at in a walk: the item, or all items at once."""
    return walk.get(change.event.obj, walk.get(_whole(change)))


def _pairs_of_changes(done: list[Happening]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of changes that one task made one after the other, to different items."""
    last: dict[int, int] = {}
    for index, one in enumerate(done):
        if one.event.kind != "wrote":
            continue
        before = last.get(one.task)
        if before is not None and done[before].event.obj != one.event.obj:
            yield before, index
        last[one.task] = index


def _half_done(
    scene: Scene, done: list[Happening], new: tuple[int, int], old: tuple[int, int]
) -> Reading:
    """Tell of (a look after a change, that change) and (a look before a change, that change)."""
    reader, writer = scene.who(done[new[0]].task), scene.who(done[new[1]].task)

    def told(change: int, when: str) -> str:
        name, at = scene.called(done[change].event.obj), scene.at(done[change].event.site)
        return f"{name} {when} {writer} changed it{at}"

    why = (
        f"{reader} looked at {told(new[1], 'after')}, and at {told(old[1], 'before')}. So it saw "
        "one of two changes without the other."
    )
    order = sorted({*new, *old})
    rows = tuple(row(scene, done[i]) for i in order)
    marks = tuple(mark_of(done[i], label_of(done[i])) for i in order)
    return Reading("read-too-early", why, rows=rows, marks=marks, advice=ADVICE)
