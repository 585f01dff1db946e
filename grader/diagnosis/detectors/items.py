"""What lists of items show by themselves: another order, an item twice, an item missing."""

from __future__ import annotations

import json
from collections import Counter

from grader.diagnosis.reading import Reading, mark_of
from grader.diagnosis.scene import Happening, Scene, count, several, shown, times
from grader.model.operations import QUEUES
from grader.model.trace import Json, ObjectRecord


def canonical(value: Json) -> str:
    """Return a text that is equal for equal values; 1, 1.0 and true stay different."""
    return json.dumps(value, sort_keys=True)


def compare(value: Json, wanted: Json, than: str) -> Reading | None:
    """Return how a list differs from another one, or None where it is no list.

    ``than`` says what the other one is: "than expected".
    """
    if not isinstance(value, list) or not isinstance(wanted, list):
        return None
    have, want = Counter(map(canonical, value)), Counter(map(canonical, wanted))
    twice = list((have - want).elements())
    missing = list((want - have).elements())
    if have == want:
        why = f"The items are the right ones, in another order {than}."
        return Reading("order-broken", why)
    if missing and not twice:
        why = f"{_few(missing)} {'is' if len(missing) == 1 else 'are'} missing from the result."
        return Reading("lost-item", why)
    if twice and not missing and set(have) <= set(want):
        why = f"{_few(twice)} came more often {than}."
        return Reading("duplicate-item", why)
    return None


def _few(items: list[str]) -> str:
    return several([shown(json.loads(item), 30) for item in items])


def left_in_queue(scene: Scene) -> Reading | None:
    """Find items that were put on a queue and never taken."""
    for key, record in scene.trace.objects.items():
        if record.kind not in QUEUES:
            continue
        put = max(len(scene.puts(key)), len(scene.messages("sent", key)))
        got = len(scene.messages("received", key))
        if 0 < got < put:
            why = (
                f"{count(put, 'item was', 'items were')} put on {scene.called(key)} and "
                f"{got} taken: the rest was left in it."
            )
            last = scene.messages("received", key)[-1]
            return Reading("lost-item", why, marks=(mark_of(last, "takes the last one"),))
    return None


def _guards(scene: Scene, record: ObjectRecord) -> bool:
    """Say whether a semaphore serves as a lock: one that counts may be released by anybody."""
    own = scene.of("released")
    return record.limit == 1 and any(scene.same(f.event.obj, record.key) for f in own)


def released_by_other(scene: Scene) -> Reading | None:
    """Find a lock that was given back by one who did not hold it, while another one did."""
    for found in scene.of("released-by-other"):
        name = scene.called(found.event.obj)
        record = scene.owner(found.event.obj)
        if record is None or record.kind not in ("lock", "semaphore", "bounded-semaphore"):
            continue
        if record.kind != "lock" and not _guards(scene, record):
            continue
        held = [
            f
            for f in scene.of("acquired")
            if f.step < found.step and f.task != found.task and scene.same(f.event.obj, record.key)
        ]
        holder = (
            f" {scene.who(held[-1].task)} had taken it{scene.at(held[-1].event.site)},"
            if (held)
            else ""
        )
        why = (
            f"{scene.who(found.task)} released {name}{scene.at(found.event.site)} without "
            f"holding it.{holder} and from then on one more could come in."
        )
        if not held:
            why = (
                f"{scene.who(found.task)} released {name}{scene.at(found.event.site)} without "
                "holding it, and from then on one more could come in."
            )
        return Reading("over-released", why, marks=(mark_of(found, f"releases {name}"),))
    return None


def over_released(scene: Scene) -> Reading | None:
    """Find a semaphore that has more places in the end than it was made with.

    One that begins with no place is a signal: there every release adds one, and none is wrong.
    """
    for key, record in scene.trace.objects.items():
        if record.kind != "semaphore" or not record.limit or record.part_of is not None:
            continue
        if not isinstance(record.value, int) or record.value <= record.limit:
            continue
        name = scene.called(key)
        acquired = [f for f in scene.of("acquired") if scene.same(f.event.obj, key)]
        released = [
            f for f in scene.of("released", "released-by-other") if scene.same(f.event.obj, key)
        ]
        spare = _unpaired(scene, key)
        told = spare or (released[-1] if released else None)
        why = (
            f"{name} was made with {count(record.limit, 'place')} and has {record.value} in the "
            f"end: it was acquired {times(len(acquired))} and released "
            f"{times(len(released))}.{_why_unpaired(scene, key, spare)} More can be inside "
            "than allowed, and no error tells."
        )
        marks = (mark_of(told, f"releases {name}"),) if told is not None else ()
        return Reading("over-released", why, marks=marks)
    return None


def _unpaired(scene: Scene, key: str) -> Happening | None:
    """Return the first release by a task that had no place to give back."""
    places: Counter[int] = Counter()
    for found in scene.of("acquired", "released", "released-by-other"):
        if not scene.same(found.event.obj, key):
            continue
        places[found.task] += 1 if found.event.kind == "acquired" else -1
        if places[found.task] < 0:
            return found
    return None


def _why_unpaired(scene: Scene, key: str, found: Happening | None) -> str:
    """Say why the one who released had no place to give back."""
    if found is None:
        return ""
    before = [
        f
        for f in (*scene.calls(".acquire", target=key), *scene.of("released", "released-by-other"))
        if f.task == found.task and f.step < found.step and scene.same(f.event.obj, key)
    ]
    last = max(before, key=lambda f: f.step, default=None)
    why = "it had taken none"
    if last is not None and last.event.kind == "call" and last.event.call is not None:
        why = f"{last.event.call.text}{scene.at(last.event.site)} had got none"
    elif last is not None:
        why = f"it had released that place{scene.at(last.event.site)} already"
    who = scene.who(found.task)
    return f" {who} gave back a place{scene.at(found.event.site)} that it did not have: {why}."


def went_above(scene: Scene) -> Reading | None:
    """Find a semaphore that once had more places than it was made with, though not in the end."""
    for found in scene.of("released", "released-by-other"):
        record = scene.thing(found.event.obj)
        if record is None or record.kind != "semaphore" or not record.limit or record.part_of:
            continue
        value = found.event.value
        if not isinstance(value, int) or value <= record.limit:
            continue
        name = scene.called(record.key)
        why = (
            f"{scene.who(found.task)} released {name}{scene.at(found.event.site)} before that "
            f"place was taken: {name} was made with {count(record.limit, 'place')} and had "
            f"{value} from then on. More could come in than allowed, and no error tells."
        )
        return Reading("over-released", why, marks=(mark_of(found, f"releases {name}"),))
    return None
