"""The replay token: a short text that names one schedule, and is safe to copy into a shell.

``K1pc:0x14-2-1`` is version 1, the patient clock (``p``, or ``h`` for hostile), switches at calls
(``c``, or ``l`` for lines), then the choices: fourteen times the default, option 2, option 1.
A third letter says how processes start by default: ``s`` for spawn, ``f`` for forkserver, none for
fork. The seed is no part of it: the choices alone decide the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from grader.model.trace import Clock, StartMethod, SwitchAt, Trace

MOST_CHOICES = 200_000
HIGHEST_CHOICE = 9_999

_CLOCKS: dict[str, Clock] = {"p": "patient", "h": "hostile"}
_SWITCHES: dict[str, SwitchAt] = {"c": "calls", "l": "lines"}
_METHODS: dict[str, StartMethod] = {"": "fork", "s": "spawn", "f": "forkserver"}
_HEAD = re.compile(r"K([0-9]{1,3})([a-z]?)([a-z]?)([a-z]?):")
_PART = re.compile(r"([0-9]{1,5})(?:x([0-9]{1,6}))?")
_LONGEST_TEXT = MOST_CHOICES * 5 + 10  # a choice and its dash take at most five characters


class Token(NamedTuple):
    """What a token names."""

    clock: Clock
    switch_at: SwitchAt
    start_method: StartMethod
    schedule: tuple[int, ...]


def of(trace: Trace) -> str:
    """Return the token of a run."""
    return encode(trace.clock, trace.switch_at, trace.schedule, trace.start_method)


def encode(
    clock: Clock, switch_at: SwitchAt, schedule: Iterable[int], start_method: StartMethod = "fork"
) -> str:
    """Return the token of a schedule.

    Raises ValueError for a choice outside 0..9999 or a schedule of more than 200,000 choices:
    no token is made that ``decode`` would refuse.
    """
    choices = tuple(schedule)
    _check(choices)
    letters = (
        _letter(_CLOCKS, clock) + _letter(_SWITCHES, switch_at) + _letter(_METHODS, start_method)
    )
    parts = []
    for choice, group in groupby(choices):
        count = sum(1 for _ in group)
        parts.append(f"{choice}x{count}" if count > 1 else f"{choice}")
    return f"K1{letters}:{'-'.join(parts)}"


def decode(text: str) -> Token:
    """Return what a token names.

    Space around the token is forgiven. Raises ValueError, with one clear sentence, for anything
    that is no token of this version: the text comes from a person or a file and is not trusted.
    """
    text = text.strip()
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"the replay token is too long: {len(text)} characters")
    head = _HEAD.match(text)
    if head is None:
        raise ValueError(f"{_shown(text)} is not a replay token; one looks like K1pc:0x14-2-1")
    version, clock, switch_at, method = head.groups()
    if version != "1":
        raise ValueError(f"the replay token is of version {version}; this grader reads version 1")
    if clock not in _CLOCKS:
        raise ValueError(f"the replay token's clock is {clock!r}; it must be p or h")
    if switch_at not in _SWITCHES:
        raise ValueError(f"the replay token's switch points are {switch_at!r}; they must be c or l")
    if method not in _METHODS:
        raise ValueError(
            f"the replay token's start method is {method!r}; it must be s, f or nothing"
        )
    choices = _choices(text[head.end() :])
    return Token(_CLOCKS[clock], _SWITCHES[switch_at], _METHODS[method], choices)


def _choices(body: str) -> tuple[int, ...]:
    choices: list[int] = []
    for part in body.split("-") if body else ():
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(
                f"{_shown(part)} in the replay token is not a choice such as 2 or 0x14"
            )
        count = int(match[2]) if match[2] else 1
        if count == 0:
            raise ValueError(f"{_shown(part)} in the replay token repeats a choice 0 times")
        if len(choices) + count > MOST_CHOICES:  # before the list grows
            raise ValueError(f"the schedule has more than {MOST_CHOICES} choices")
        choices.extend([int(match[1])] * count)
    _check(choices)
    return tuple(choices)


def _check(choices: Sequence[int]) -> None:
    if len(choices) > MOST_CHOICES:
        raise ValueError(f"the schedule has more than {MOST_CHOICES} choices")
    for choice in choices:
        if not 0 <= choice <= HIGHEST_CHOICE:
            raise ValueError(f"choice {choice} is outside 0..{HIGHEST_CHOICE}")


def _letter(
    letters: dict[str, Clock] | dict[str, SwitchAt] | dict[str, StartMethod], meaning: str
) -> str:
    for letter, known in letters.items():
        if known == meaning:
            return letter
    raise ValueError(f"{meaning!r} is none of {', '.join(letters.values())}")


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
