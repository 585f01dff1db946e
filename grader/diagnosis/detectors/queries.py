"""Decisions taken on ``empty()``, ``full()``, ``qsize()``, ``poll()``, or on a get that did not
wait, or not for ever, and found nothing: true for a moment only.
"""

from __future__ import annotations

from grader.diagnosis.detectors.pipes import other_end
from grader.diagnosis.reading import Reading, mark_of, mark_wait
from grader.diagnosis.scene import Happening, Scene
from grader.diagnosis.waits import among_threads, phrase, waits_of

ASKED = (".empty", ".full", ".qsize", ".poll")


def _queries(scene: Scene) -> tuple[Happening, ...]:
    return tuple(
        found
        for found in scene.of("queried")
        if found.event.call is not None and found.event.call.method.endswith(ASKED)
    )


def _tried_to_get(scene: Scene) -> tuple[Happening, ...]:
    """Return the looks into a queue of gets that did not wait, or whose time was over."""
    return tuple(
        found
        for found in scene.of("queried")
        if found.event.call is not None
        and found.event.call.method.endswith((".get", ".get_nowait"))
        and (
            scene.trace.steps[found.step].picked.pending.op == "try-acquire"
            or scene.trace.steps[found.step].picked.timer
        )
    )


def unreliable_query(scene: Scene) -> Reading | None:
    """Find an answer that was no longer true when the one who asked acted upon it."""
    return _then_waits(scene) or left_too_early(scene)


def _then_waits(scene: Scene) -> Reading | None:
    """Find "there is something" or "there is room", then a wait for exactly that."""
    for wait in waits_of(scene):
        if wait.family not in ("get", "put", "recv"):
            continue
        asked = [
            found
            for found in _queries(scene)
            if found.task == wait.task.number and scene.same(found.event.obj, wait.key)
        ]
        if not asked or not _promised(asked[-1], wait.family):
            continue
        last = asked[-1]
        box = other_end(wait.key) or wait.key if wait.family == "recv" else wait.key
        used = [
            found
            for found in scene.of("received", "sent")
            if found.step > last.step and scene.same(found.event.obj, box)
        ]
        if any(found.task == wait.task.number for found in used):
            continue
        text = last.event.call.text if last.event.call is not None else "the question"
        who = scene.who(wait.task.number)
        between = ""
        if used:
            did = "took" if used[0].event.kind == "received" else "put in"
            name = scene.who(used[0].task)
            between = f" In between {name} {did} an item{scene.at(used[0].event.site)}."
            if scene.task(used[0].task).service:
                between = " In between somebody else was quicker."
        why = (
            f"{who} asked {text}{scene.at(last.event.site)}, was told {last.event.value}, and "
            f"now waits for {phrase(scene, wait)}.{between} The answer was true only at the "
            "moment it was given."
        )
        marks = (
            mark_of(last, f"is told {last.event.value}"),
            mark_wait(scene, wait.task, phrase(scene, wait)),
        )
        return Reading("unreliable-query", why, marks=marks)
    return None


def _promised(found: Happening, family: str) -> bool:
    """Say whether the answer let one expect that the call would not wait."""
    call = found.event.call
    method = call.method if call is not None else ""
    if method.endswith(".empty"):
        return family == "get" and found.event.value is False
    if method.endswith(".full"):
        return (family, found.event.value) in (("put", False), ("get", True))
    if method.endswith(".poll"):
        return family == "recv" and found.event.value is True
    return True


def _says_nothing(found: Happening) -> bool:
    """Say whether the answer was that nothing is there."""
    method = found.event.call.method if found.event.call is not None else ""
    answer = found.event.value
    if method.endswith(".empty"):
        return answer is True
    if method.endswith(".qsize"):
        return type(answer) is int and answer == 0
    return answer is False and not method.endswith(".full")


def left_too_early(scene: Scene) -> Reading | None:
    """Find "there is nothing", taken for the end though more came, or was on its way."""
    looks = sorted((*_queries(scene), *_tried_to_get(scene)), key=lambda look: look.step)
    for found in reversed(looks):
        call = found.event.call
        tried = call is not None and call.method.endswith((".get", ".get_nowait"))
        nothing = _says_nothing(found)
        key = found.event.obj
        if not nothing or key is None or call is None:
            continue
        box = other_end(key) or key  # messages are counted where they are sent
        later = [
            f
            for f in scene.of("received")
            if f.task == found.task and f.step > found.step and scene.same(f.event.obj, box)
        ]
        sent, got = scene.messages("sent", box), scene.messages("received", box)
        if among_threads(key):
            got = scene.calls(".get", ".get_nowait", target=key)
            later = [f for f in got if f.task == found.task and f.step > found.step]
        others = [f for f in (*scene.puts(key), *sent) if not _of_its_own(scene, found, f)]
        came = [f for f in others if f.step > found.step]
        begun = [w for w in waits_of(scene) if w.family == "send" and w.key == box]
        left = max(len(sent) + len(begun), len(scene.puts(key))) - len(got)
        if among_threads(key):
            left = 0
        if later or not (others or begun) or (not came and left <= 0):
            continue
        who = scene.who(found.task)
        name = scene.called(key)
        rest = f"More was on its way into {name} at that moment."
        if came and not scene.task(came[0].task).service:
            by = f"{scene.who(came[0].task)}{scene.at(came[0].event.site)}"
            rest = f"After that, {by} put more into {name}."
        elif came:
            rest = f"After that, more came into {name}."
        where, told = scene.at(found.event.site), found.event.value
        did = f"asked {call.text}{where}, was told {told}, and took that for the end"
        if tried:
            limit = scene.trace.steps[found.step].picked.pending.timeout
            tries = f"waited {limit:g} s in" if limit else "tried"
            did = f"{tries} {call.text}{where}, found nothing, and took that for the end"
        why = f"{who} {did}. {rest}"
        marks = [mark_of(found, "finds nothing" if tried else f"is told {told}")]
        marks += [mark_of(f, "comes later") for f in came[:1]]
        return Reading("unreliable-query", why, marks=tuple(marks))
    return None


def _of_its_own(scene: Scene, look: Happening, put: Happening) -> bool:
    """Say whether an item comes from the one who looked, by itself or by its process's feeder."""
    looker, putter = scene.task(look.task), scene.task(put.task)
    return putter == looker or (putter.service and putter.process == looker.process)
