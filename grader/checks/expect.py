"""expect(), and the judgements that recur. Each raises Wrong with a message for the student."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from grader.checks.shapes import is_like, shown, words
from grader.model.causes import Cause
from grader.model.trace import Json

SHOWN = 5  # items named in a message; more of them say no more


class Wrong(AssertionError):
    """A judgement that failed, with a message for the student and, where known, its cause.

    ``advice`` is what to think about next, where the usual advice for the cause would not fit.
    """

    def __init__(self, message: str, cause: Cause | None = None, advice: str = "") -> None:
        super().__init__(message)
        self.cause = cause
        self.advice = advice


class Unsure(Exception):
    """The grader's own fault, told to the teacher: the points are open, neither earned nor lost."""


def expect(
    condition: object, message: str, *, cause: Cause | None = None, advice: str = ""
) -> None:
    """Judge that something holds; ``message`` tells the student what came instead.

    cause   names what is wrong, where nothing more exact is found in the run
    advice  what to think about next, where the usual question for the cause would not fit

    The message is made whether it is needed or not: it must not break where all is well.
    Raises Wrong.
    """
    if not condition:
        raise Wrong(message, cause, advice)


def misfit(value: object, expected: str) -> Wrong:
    """Return what to raise for a value of another shape than was expected, which is in words."""
    told, advice = f"{expected} was expected, but {shown(value)} came back", ""
    if value is None:
        told += ": that is what a function without a return gives back"
        advice = "Which line is to give the result back, and is it reached on every way?"
    return Wrong(f"{told}.", "wrong-value", advice)


def shaped(value: Any, example: Json, what: str) -> Any:
    """Return a value if it is shaped like ``example``; raise Wrong if it isn't. See Run.shaped."""
    if not is_like(value, example):
        raise misfit(value, f"From {what}, {words(example)}")
    return value


def nothing_lost_or_doubled(got: object, expected: Iterable[object], story: str = "") -> None:
    """Judge that ``got`` holds exactly the items of ``expected``, in any order.

    Both hold bounded JSON data; ``got`` comes from the student's side and may be anything.
    ``story`` is told after what is wrong. Raises Wrong, with the cause lost-item, duplicate-item
    or wrong-value.
    """
    end = f" {story}" if story else ""
    counted = Counter(map(_text, _items(got)))
    wanted = Counter(map(_text, expected))
    lost = wanted - counted
    extra = counted - wanted
    doubled = Counter({item: n for item, n in extra.items() if item in wanted})
    if lost and not extra:
        raise Wrong(f"{_several(lost)} got lost on the way.{end}", cause="lost-item")
    missing = f" Missing: {_several(lost)}." if lost else ""
    if doubled:
        told = f"{_several(doubled)} came more often than it was given.{missing}{end}"
        raise Wrong(told, "duplicate-item")
    if extra:
        told = f"{_several(extra)} came, but nobody had given it.{missing}{end}"
        raise Wrong(told, "wrong-value")


def fifo_per_producer(
    items: object, key: Callable[[Any], tuple[Hashable, Any]] | None = None
) -> None:
    """Judge that the items of each producer come in the order in which it made them.

    ``items``: a list in the order of arrival. ``key(item)`` returns (producer, number), where a
    producer's numbers grow; without a key each item is itself such a pair. Items of different
    producers may come in any order. Raises Wrong, with the cause order-broken, or wrong-value
    for an item that has no producer and number.
    """
    last: dict[Hashable, tuple[Any, object]] = {}
    for item in _items(items):
        try:
            producer, number = (key or _pair)(item)
            earlier, before = last.get(producer, (None, None))
            broken = producer in last and number < earlier
            last[producer] = (number, item)
        except (TypeError, ValueError, LookupError, AttributeError):
            raise Wrong(
                f"Among the items is {shown(item)}, which nobody had made.", cause="wrong-value"
            ) from None
        if broken:
            raise Wrong(
                f"{shown(item)} came after {shown(before)}, but its producer made it before.",
                cause="order-broken",
            )


def _pair(item: Any) -> tuple[Hashable, Any]:
    producer, number = item
    return producer, number


def _items(value: object) -> Sequence[object]:
    if isinstance(value, list | tuple):
        return value
    raise misfit(value, "A list")


def _several(items: Counter[str]) -> str:
    """Return "4 and 7", or "4, 7 (twice) and 20 more"."""
    words = [
        _shown(item) if n == 1 else f"{_shown(item)} ({n} times)"
        for item, n in sorted(items.items())
    ]
    if len(words) > SHOWN:
        words[SHOWN:] = [f"{len(words) - SHOWN} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _text(value: object) -> str:
    """Return a value as JSON text: what can be counted, and tells 1 from True."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=repr)


def _shown(text: str) -> str:
    """Return the value of a JSON text as Python writes it."""
    return shown(json.loads(text))
