"""Deadlocks over queues and pipes: what is put, what is taken, what is counted."""

from __future__ import annotations

from collections import Counter

from grader.diagnosis.detectors.pipes import other_end
from grader.diagnosis.reading import Reading, mark_of, mark_wait
from grader.diagnosis.scene import Happening, Scene, count, several, times
from grader.diagnosis.waits import (
    Family,
    Wait,
    phrase,
    stuck_feeders,
    together,
    waits_of,
)
from grader.model.operations import QUEUES


def _of(scene: Scene, *families: Family) -> tuple[Wait, ...]:
    return tuple(wait for wait in waits_of(scene) if wait.family in families)


def _names(scene: Scene, waits: tuple[Wait, ...]) -> tuple[str, str]:
    names = [scene.who(wait.task.number) for wait in waits]
    return several(names), "waits" if len(names) == 1 else "wait"


def _is_counted(scene: Scene, wait: Wait) -> bool:
    """Say whether it is known what came into a queue and out of it.

    It is not of a manager's queue, nor of one among threads.
    """
    record = scene.owner(wait.key)
    return record is None or record.kind in QUEUES or wait.family not in ("get", "put", "task-done")


def join_before_drain(scene: Scene) -> Reading | None:
    """Find a process that can't end because who waits for that should take what it has sent."""
    return _queue_not_drained(scene) or _taker_waits(scene) or _pipe_not_drained(scene)


def _queue_not_drained(scene: Scene) -> Reading | None:
    stuck = {task.process: task for task in stuck_feeders(scene)}
    for wait in _of(scene, "join"):
        for number in wait.on:
            if number not in stuck:
                continue
            child, waiter = scene.who(number), scene.who(wait.task.number)
            feeder = stuck[number].pending
            owner = scene.owner(feeder.obj) if feeder is not None else None
            name = scene.called(owner.key) if owner is not None else "its queue"
            where = scene.at(scene.site_of(wait.task)) or " at the end of the program"
            why = (
                f"{waiter} waits{where} for {child} to end. {child} can end only when all that "
                f"it put on {name} has been passed on, and there is more of it than fits into "
                f"the pipe below. Nobody takes anything from {name} while {waiter} waits."
            )
            marks = (mark_wait(scene, wait.task, phrase(scene, wait)),)
            return Reading("join-before-drain", why, marks=marks)
    return None


def _taker_waits(scene: Scene) -> Reading | None:
    """Find the only one who would take what a process has to pass on, waiting for another end."""
    for feeder in stuck_feeders(scene):
        owner = scene.owner(feeder.pending.obj) if feeder.pending is not None else None
        if owner is None:
            continue
        takers = {scene.task(found.task).process for found in scene.messages("received", owner.key)}
        takers = takers or {owner.creator if owner.creator is not None else -1}
        for wait in _of(scene, "join"):
            if not wait.on or takers != {wait.task.process} or feeder.process in takers:
                continue
            waiter, putter, name = (
                scene.who(wait.task.number),
                scene.who(feeder.process),
                scene.called(owner.key),
            )
            where = scene.at(scene.site_of(wait.task)) or " at the end of the program"
            why = (
                f"{waiter} waits{where} for {scene.who(wait.on[0])} to end. Meanwhile {putter} "
                f"has put more on {name} than fits into the pipe below. {waiter} is the one to "
                f"take it, and takes nothing from {name} while it waits."
            )
            marks = (mark_wait(scene, wait.task, phrase(scene, wait)),)
            return Reading("join-before-drain", why, marks=marks)
    return None


def _pipe_not_drained(scene: Scene) -> Reading | None:
    """Find a sender that waits for room, which only one who waits for a child's end could make."""
    for wait in _of(scene, "join"):
        if not wait.on:
            continue
        for sending in _of(scene, "send"):
            end = sending.key
            if sending.task.process == wait.task.process:
                continue
            if not _should_receive(scene, wait.task.process, end):
                continue
            sender, waiter = scene.who(sending.task.number), scene.who(wait.task.number)
            where = scene.at(scene.site_of(wait.task)) or " at the end of the program"
            why = (
                f"{waiter} waits{where} for {scene.who(wait.on[0])} to end. Meanwhile {sender} "
                f"sends a message into {scene.called(end)}"
                f"{scene.at(scene.site_of(sending.task))}, which is longer than the room left in "
                f"the pipe. {waiter} is the one to receive it, and receives nothing while it waits."
            )
            marks = (
                mark_wait(scene, sending.task, phrase(scene, sending)),
                mark_wait(scene, wait.task, phrase(scene, wait)),
            )
            return Reading("join-before-drain", why, marks=marks)
    return None


def _should_receive(scene: Scene, process: int, end: str | None) -> bool:
    """Say whether a process can receive what is sent at an end, and no other one ever did."""
    other = other_end(end)
    if end is None or other is None:
        return False
    has_it = any(h.process == process and h.obj == other for h in scene.trace.end_holders)
    by = {scene.task(found.task).process for found in scene.messages("received", end)}
    return has_it and by <= {process}


def task_done_missing(scene: Scene) -> Reading | None:
    """Find a ``join()`` of a queue of which more was taken than marked done."""
    for wait in _of(scene, "task-done"):
        key, name = wait.key or "", scene.called(wait.key)
        sent, got = scene.messages("sent", key), scene.messages("received", key)
        done = [f for f in scene.calls(".task_done") if scene.same(f.event.obj, key)]
        who = scene.who(wait.task.number)
        where = scene.at(scene.site_of(wait.task))
        marks = [mark_wait(scene, wait.task, phrase(scene, wait))]
        if not _is_counted(scene, wait):
            why = (
                f"{who} waits{where} until every item of {name} is marked done, and nobody is left "
                "who could do that."
            )
            return Reading("task-done-missing", why, marks=tuple(marks))
        missing = len(got) - len(done)
        put = max(len(sent), len(scene.puts(key)))  # what is big may not be sent yet
        if missing <= 0 and put > len(got):
            left = count(put - len(got), "item is", "items are")
            why = (
                f"{who} waits{where} until every item of {name} is marked done, and {left} "
                f"still in {name}. Nobody takes them any more."
            )
            return Reading("no-more-consumers", why, marks=tuple(marks))
        by = [scene.who(f.task) for f in got]
        takers = f" by {several(by)}" if by else ""
        why = (
            f"{who} waits{where} until every item of {name} is marked done. "
            f"{count(len(got), 'item was', 'items were')} taken{takers}, and task_done() was "
            f"called {times(len(done))}."
        )
        marks[:0] = [mark_of(f, "takes an item") for f in got[-3:]]
        return Reading("task-done-missing", why, marks=tuple(marks))
    return None


def no_more_consumers(scene: Scene) -> Reading | None:
    """Find a ``put`` or ``send`` that nobody will make room for."""
    waits = _of(scene, "put", "send", "flush")
    if not waits:
        return None
    wait = waits[0]
    who = scene.who(wait.task.number)
    where = scene.at(scene.site_of(wait.task))
    marks = tuple(mark_wait(scene, w.task, phrase(scene, w)) for w in waits)
    if wait.family == "flush":
        why = (
            f"{who} is at its end, and still has items to pass on that it put on a queue. "
            "They don't fit into the pipe below, and nobody takes them."
        )
        return Reading("no-more-consumers", why, marks=marks)
    name = scene.called(wait.key)
    record = scene.owner(wait.key)
    got = scene.messages("received", wait.key or "")
    doing = "puts an item into" if wait.family == "put" else "sends a message into"
    full = f"{name} has no room left"
    if record is not None and record.limit and wait.family == "put":
        full = f"{name} has room for {count(record.limit, 'item')} and is full"
    taken = f"{count(len(got), 'was', 'were')} taken" if got else "None was ever taken"
    rest = f"{taken}, and nobody is left to take more."
    if not _is_counted(scene, wait):
        rest = "Nobody is left to take anything out."
    why = f"{who} {doing} {name}{where}. {full}. {rest}"
    return Reading("no-more-consumers", why, marks=marks)


def pipe_end_left_open(scene: Scene) -> Reading | None:
    """Find a ``recv`` that waits for an end of the messages that can't come.

    Of several, first one that waits for itself; then the one whose messages ended first: what
    comes later along the chain waits for that.
    """
    recvs = _of(scene, "recv")
    receiving = {wait.task.number: wait for wait in recvs}
    found: list[tuple[bool, int, Wait, str, list[int]]] = []
    for wait in recvs:
        end = _end(wait)
        other = other_end(end)
        if end is None or other is None:
            continue
        open_in = [h.process for h in scene.trace.end_holders if h.obj == other and h.writes]
        talking = [
            n
            for n in open_in
            if n in receiving and n != wait.task.process and _end(receiving[n]) == other
        ]
        if not open_in or talking:
            continue
        sent = scene.messages("sent", other)
        others_alive = [n for n in open_in if n != wait.task.process]
        gone = any(task.state == "ended" for task in scene.children())
        if not sent and others_alive and not gone:
            continue
        last = sent[-1].step if sent else -1
        found.append((wait.task.process not in open_in, last, wait, other, open_in))
    if not found:
        return None
    _, _, wait, other, open_in = min(found, key=lambda each: each[:2])
    return _left_open(scene, wait, other, open_in, len(scene.messages("sent", other)))


def listens_where_it_sent(scene: Scene) -> Reading | None:
    """Find a ``recv`` at the end at which messages were sent: they wait at the other end."""
    recvs = _of(scene, "recv")
    for wait in recvs:
        end = _end(wait)
        other = other_end(end)
        if end is None or other is None or any(_end(w) == other for w in recvs):
            continue
        sent, back = scene.messages("sent", end), scene.messages("sent", other)
        unread = len(sent) - len(scene.messages("received", end))
        by = {scene.task(found.task).process for found in sent}
        if unread <= 0 or back or wait.task.process not in by:
            continue
        here = tuple(w for w in recvs if _end(w) == end)
        who, verb = _names(scene, here)
        name, there = scene.called(end), _learners_name(scene, other) or "the other end"
        why = (
            f"{who} {verb} for a message on {name}{scene.at(scene.site_of(wait.task))}. "
            f"{count(unread, 'message', 'messages')} sent on {name} arrived at {there}, where "
            f"nobody receives. Nothing was ever sent on {there}, so nothing comes to {name}."
        )
        marks = [mark_of(sent[-1], f"sends on {name}")]
        marks += [mark_wait(scene, w.task, phrase(scene, w)) for w in here]
        advice = "Two ends: where does a message come out that was sent into this one?"
        return Reading("no-more-producers", why, marks=tuple(marks), advice=advice)
    return None


def _end(wait: Wait) -> str | None:
    return wait.task.pending.obj if wait.task.pending is not None else None


def _left_open(scene: Scene, wait: Wait, other: str, open_in: list[int], sent: int) -> Reading:
    who = scene.who(wait.task.number)
    names = {h.process: h.name for h in scene.trace.end_holders if h.obj == other and h.writes}
    record = scene.thing(other)
    itself = wait.task.process in open_in
    holders = [scene.who(n) for n in open_in if n != wait.task.process]
    called = _learners_name(scene, other) or next(filter(None, names.values()), "")
    the_end = f"the sending end ({called})" if called and " " not in called else "the sending end"
    made = scene.at(record.site) if record is not None else ""
    if itself and holders:
        still = f"{who} itself and {several(holders)} still have {the_end} open"
    elif itself:
        still = f"{who} itself still has {the_end} open"
    else:
        still = f"{several(holders)} still {'has' if len(holders) == 1 else 'have'} {the_end} open"
    had = f"{count(sent, 'message was', 'messages were')} sent" if sent else "Nothing was sent"
    why = (
        f"{who} waits for another message{scene.at(scene.site_of(wait.task))}. {had} through "
        f"the pipe made{made or ' before'}, and no more will come. EOFError would come when "
        f"everybody has closed the sending end, but {still}."
    )
    marks = (mark_wait(scene, wait.task, phrase(scene, wait)),)
    return Reading("pipe-end-left-open", why, marks=marks)


def _learners_name(scene: Scene, key: str) -> str:
    record = scene.thing(key)
    return record.name if record is not None and " " not in record.name else ""


def no_more_producers(scene: Scene) -> Reading | None:
    """Find a ``get`` or ``recv`` for which nothing will come any more."""
    waits = _of(scene, "get") or _of(scene, "recv", "accept")
    if not waits:
        return None
    wait = waits[0]
    here = together(scene, waits, wait)
    who, verb = _names(scene, here)
    where = scene.at(scene.site_of(wait.task))
    name = scene.called(wait.key)
    marks = [mark_wait(scene, w.task, phrase(scene, w)) for w in here]
    if wait.family == "accept":
        why = f"{who} {verb} for somebody to connect{where}, and nobody is left who could."
        return Reading("no-more-producers", why, marks=tuple(marks))
    if wait.family == "recv":
        why = f"{who} {verb} for a message on {name}{where}, and nobody is left to send one."
        if len(waits) > 1:
            both = several([scene.who(w.task.number) for w in waits])
            why = f"{both} each wait for a message, and nobody is left to send one."
        return Reading(
            "no-more-producers",
            why,
            marks=tuple(mark_wait(scene, w.task, phrase(scene, w)) for w in waits),
            advice="Who speaks first, who answers, and how does each know that no more will come?",
        )
    if not _is_counted(scene, wait):
        why = f"{name} is empty, and nobody is left to put anything in."
        return Reading("no-more-producers", why, marks=tuple(marks))
    key = wait.key or ""
    put, got = scene.puts(key), scene.messages("received", key)
    so_far = f" ({count(len(put), 'item was', 'items were')} put in before)" if put else ""
    why = f"{name} is empty, and nobody is left to put anything in{so_far}."
    if not put:
        why = f"Nothing was ever put into {name}, and nobody is left to do it."
    left = _left_behind(scene, key, put)
    why += left
    last = {f.task: f for f in got if scene.task(f.task).state == "ended"}
    marks_taken = {scene.content(f) for f in last.values()} - {""}
    if len(last) >= 1 and len(marks_taken) == 1:
        mark_text = marks_taken.pop()
        takers = several([scene.who(number) for number in last])
        marks[:0] = [mark_of(f, f"takes {mark_text}") for f in last.values()]
        why += f" {takers} ended after taking {mark_text}; none was left for {who}."
    advice = "What should a process that puts something in wait for before it ends?" if left else ""
    return Reading("no-more-producers", why, marks=tuple(marks), advice=advice)


def _left_behind(scene: Scene, key: str, put: tuple[Happening, ...]) -> str:
    """Say whose items had not been passed on when it ended: it did not wait for that."""
    sent = Counter(scene.task(found.task).process for found in scene.messages("sent", key))
    for process, number in Counter(scene.task(found.task).process for found in put).items():
        left = number - sent[process]
        if left > 0 and scene.task(process).state == "ended":
            who = scene.who(process)
            return f" {who} had not passed on {count(left, 'item')} when it ended."
    return ""
