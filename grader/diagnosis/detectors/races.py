"""Data races: a value that changed between being read and being acted upon."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis.detectors.locks_untaken import never_taken
from grader.diagnosis.reading import Reading, mark_of
from grader.diagnosis.scene import Happening, Scene, shown
from grader.model.causes import Cause
from grader.model.finding import Mark
from grader.model.operations import QUEUES

ROWS = 8


def _accesses(scene: Scene) -> dict[str, list[Happening]]:
    """Return what was read and written, by the shared object's key, in order.

    Of a file it is known when it was opened, for reading or for writing.
    """
    found: dict[str, list[Happening]] = {}
    for one in scene.of("read", "wrote") + scene.opened():
        if one.event.obj is not None:
            done = found.setdefault(one.event.obj, [])
            done.insert(_took_effect(scene, one, done), one)
    return found


def _took_effect(scene: Scene, one: Happening, done: list[Happening]) -> int:
    """Return the place of an access among the earlier ones.

    What a manager was asked for is known when its answer arrives: a value that another one has
    overwritten meanwhile was read before that.
    """
    place = len(done)
    if one.event.kind != "read" or one.event.value is None or not managed(one.event.obj):
        return place
    began = scene.began(one)
    while place and _came_after(done[place - 1], one, began):
        place -= 1
    return place


def managed(key: str | None) -> bool:
    """Say whether a key is that of a managed object, or of an item of one."""
    return key is not None and key.startswith("managed:")


def _came_after(other: Happening, look: Happening, began: int) -> bool:
    """Say whether another one's access, told earlier than a look, is of a later value."""
    if other.task == look.task or other.step < began or other.event.value is None:
        return False
    return other.event.value != look.event.value


def _writes(done: list[Happening]) -> Iterator[tuple[int, int]]:
    """Yield (index of a write, index of its task's write before, or -1)."""
    before: dict[int, int] = {}
    for index, one in enumerate(done):
        if one.event.kind == "wrote":
            yield index, before.get(one.task, -1)
            before[one.task] = index


def _seen_in_the_end(done: list[Happening], index: int) -> bool:
    """Say whether the caller looks at the object after this access, or never does."""
    looks = [i for i, one in enumerate(done) if one.task == 0 and one.event.kind == "read"]
    return not looks or looks[-1] > index


def stale(scene: Scene) -> Reading | None:
    """Find a write whose task had looked at the object before another one changed it.

    Where the task looked a first time at another line (it decided there), that look is what
    went out of date: check-then-act. Else its change was made from an old value: lost update.
    """
    return next(_stale(scene), None)


def lost(scene: Scene) -> Reading | None:
    """Find a lost update alone: a change that was made from an old value, whatever was decided."""
    return next((found for found in _stale(scene) if found.cause == "lost-update"), None)


def _stale(scene: Scene) -> Iterator[Reading]:
    for key, done in _accesses(scene).items():
        for write, since in _writes(done):
            if not _seen_in_the_end(done, write):
                continue
            task = done[write].task
            looks = [
                i
                for i in range(since + 1, write)
                if done[i].task == task and done[i].event.kind == "read"
            ]
            if not looks:
                continue
            source = looks[-1]
            line = done[source].event.site
            checks = [i for i in looks if done[i].event.site != line]
            check = checks[-1] if checks else None
            changed = _changed(done, source if check is None else check, write)
            if changed is None:
                continue
            if check is not None:
                yield _check_then_act(scene, key, done, (check, changed, write))
            else:
                yield _lost_update(scene, key, done, (source, changed, write))


def acted_on_old(scene: Scene) -> Reading | None:
    """Find a write at another line than the look before it, which others changed in between.

    As ``stale`` does, but for what is known to guard something: what was looked at there is a
    sign that decides who may go in, and no number that is counted on.
    """
    for key, done in _accesses(scene).items():
        for write, since in _writes(done):
            looks = [
                i
                for i in range(since + 1, write)
                if done[i].task == done[write].task and done[i].event.kind == "read"
            ]
            if not looks or done[looks[-1]].event.site == done[write].event.site:
                continue
            changed = _changed(done, looks[-1], write)
            if changed is not None:
                return _check_then_act(scene, key, done, (looks[-1], changed, write))
    return None


def _changed(done: list[Happening], look: int, write: int) -> int | None:
    """Return the first change by somebody else between a look and a write."""
    for index in range(look + 1, write):
        if done[index].event.kind == "wrote" and done[index].task != done[look].task:
            return index
    return None


def _lost_update(
    scene: Scene, key: str, done: list[Happening], found: tuple[int, int, int]
) -> Reading:
    look, changed = done[found[0]], done[found[1]]
    name = scene.called(key)
    who, other = scene.who(look.task), scene.who(changed.task)
    had = _had(look, "it")
    why = (
        f"{other} changed {name} after {who} had read {had} and before {who} wrote it back. "
        f"{who}'s value was made from the old one, so {other}'s change is lost."
    )
    return _reading(scene, "lost-update", why, done, found)


def _check_then_act(
    scene: Scene, key: str, done: list[Happening], found: tuple[int, int, int]
) -> Reading:
    look, changed, write = (done[i] for i in found)
    name = scene.called(key)
    who, other = scene.who(look.task), scene.who(changed.task)
    why = (
        f"{who} looked at {name}{scene.at(look.event.site)} and acted on what it had seen"
        f"{scene.at(write.event.site)}. In between {other} changed {name}, so what {who} had "
        "seen was no longer true."
    )
    return _reading(scene, "check-then-act", why, done, found)


def _had(look: Happening, otherwise: str) -> str:
    return shown(look.event.value) if look.event.value is not None else otherwise


def _reading(
    scene: Scene,
    cause: Cause,
    why: str,
    done: list[Happening],
    found: tuple[int, int, int],
) -> Reading:
    first, _, last = found
    involved = {done[i].task for i in found}
    part = [one for one in _around(done, first, last) if one.task in involved]
    if len(part) > ROWS:
        part = [done[i] for i in found]
    marks = tuple(mark_of(done[i], label_of(done[i])) for i in found)
    rows = tuple(row(scene, one) for one in part)
    return Reading(cause, why + never_taken(scene), rows=rows, marks=marks)


def _around(done: list[Happening], first: int, last: int) -> list[Happening]:
    """Return the accesses between, with the other side's own look before its change."""
    others = {one.task for one in done[first:last]} - {done[first].task}
    start = first
    for index in range(first - 1, max(-1, first - 4), -1):
        if done[index].task not in others or done[index].event.kind == "wrote":
            break
        start = index
    return done[start : last + 1]


def label_of(found: Happening) -> str:
    """Return a mark's label for an access: "reads 3"."""
    verb = "reads" if found.event.kind == "read" else "writes"
    value = found.event.value
    return verb if value is None else f"{verb} {shown(value, 20)}"


def row(scene: Scene, found: Happening) -> tuple[str, ...]:
    """Return a line of the story's table: who, where, did what."""
    name = scene.called(found.event.obj)
    value = "" if found.event.value is None else f" {shown(found.event.value, 40)}"
    if found.event.kind == "read":
        did = f"reads{value} from {name}" if value else f"reads {name}"
    else:
        did = f"writes{value} to {name}" if value else f"writes {name}"
    return scene.who(found.task), scene.place(found.event.site), did


def read_before_write(scene: Scene) -> Reading | None:
    """Find a result that the caller read before a child that was not joined had written it."""
    for key, done in _accesses(scene).items():
        looks = [one for one in done if one.task == 0 and one.event.kind == "read"]
        if not looks:
            continue
        look = looks[-1]
        for change in done:
            child = scene.task(change.task)
            later = change.event.kind == "wrote" and change.step > look.step
            if not later or change.task == 0 or not _running_since(scene, child.number, look.step):
                continue
            name, who = scene.called(key), scene.who(child.number)
            why = (
                f"{scene.who(0)} read {name}{scene.at(look.event.site)} while {who} was still at "
                f"work: {who} changed it{scene.at(change.event.site)} only afterwards."
            )
            slept = slept_instead(scene, look.step)
            rows = (row(scene, look), row(scene, change))
            marks = (mark_of(look, label_of(look)), mark_of(change, label_of(change)))
            if slept is not None:
                return _slept(scene, slept, f"{who} should have done its work", rows, marks)
            return Reading("read-too-early", why, rows=rows, marks=marks)
    return None


def _running_since(scene: Scene, child: int, step: int) -> bool:
    """Say whether a child was started, and not yet joined, at a step."""
    started = [f.step for f in scene.of("started") if f.event.obj == f"task:{child}"]
    joined = [f.step for f in scene.of("joined") if f.event.obj == f"task:{child}"]
    begun = not started or started[0] <= step
    return begun and (not joined or joined[0] > step)


def left_before_done(scene: Scene) -> Reading | None:
    """Find a child that was still at work when the function had returned."""
    left = scene.left_function()
    for child in scene.children():
        under_way = _running_since(scene, child.number, left) or _ended_at_exit(scene, child.number)
        if child.kind != "process" or not under_way:
            continue
        later = [
            f
            for f in scene.of("wrote", "output", "received", "sent")
            if f.task == child.number and f.step >= left
        ]
        if not later and (not child.ended_by_program or _waited_for_more(scene, child.number)):
            continue
        who = scene.who(child.number)
        what = (
            f"{who} went on afterwards{scene.at(later[0].event.site)}"
            if later
            else (
                f"{who}, a daemon, was ended before it was done"
                if child.daemon
                else f"{who} was ended before it was done"
            )
        )
        slept = slept_instead(scene, left)
        marks = tuple(mark_of(f, "still at work") for f in later[:1])
        if slept is not None:
            return _slept(scene, slept, f"{who} should have done its work", (), marks)
        why = f"{scene.who(0)} returned without waiting for {who} to end: {what}."
        return Reading("read-too-early", why, marks=marks)
    return None


def _waited_for_more(scene: Scene, child: int) -> bool:
    """Say whether a child was killed as it took another item of a queue that was empty."""
    pending = scene.task(child).pending
    call = pending.call if pending is not None else None
    owner = scene.owner(call.target) if call is not None else None
    if call is None or owner is None or owner.kind not in QUEUES or "get" not in call.method:
        return False
    return len(scene.messages("received", owner.key)) >= len(scene.puts(owner.key))


def _ended_at_exit(scene: Scene, child: int) -> bool:
    """Say whether it was Python, at the end of the program, that ended a child: a daemon."""
    return any(
        found.event.obj == f"task:{child}" and found.event.call is None
        for found in scene.of("killed")
    )


def slept_instead(scene: Scene, before: int) -> Happening | None:
    """Return the caller's last sleep before a step, after it had started somebody."""
    begun = min((f.step for f in scene.of("started")), default=None)
    if begun is None:
        return None
    slept = [f for f in scene.calls("sleep") if f.task == 0 and begun < f.step <= before]
    return slept[-1] if slept else None


def _slept(
    scene: Scene,
    slept: Happening,
    until: str,
    rows: tuple[tuple[str, ...], ...],
    marks: tuple[Mark, ...],
) -> Reading:
    text = slept.event.call.text if slept.event.call is not None else "sleep()"
    why = (
        f"{scene.who(slept.task)} relied on {text}{scene.at(slept.event.site)}: by then {until}. "
        "On a loaded machine the sleep can be over first."
    )
    return Reading(
        "sleep-as-synchronisation",
        why,
        rows=rows,
        marks=(mark_of(slept, "sleeps instead of waiting"), *marks),
    )
