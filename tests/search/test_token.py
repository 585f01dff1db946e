from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model.trace import Clock, StartMethod, SwitchAt
from grader.search import token

CLOCKS = st.sampled_from(["patient", "hostile"])
POINTS = st.sampled_from(["calls", "lines"])
METHODS = st.sampled_from(["fork", "spawn", "forkserver"])
RUNS = st.lists(st.tuples(st.integers(0, 9_999), st.integers(1, 50)), max_size=20)


@given(CLOCKS, POINTS, METHODS, RUNS)
def test_what_is_encoded_is_decoded(
    clock: Clock, switch_at: SwitchAt, method: StartMethod, runs: list[tuple[int, int]]
) -> None:
    schedule = tuple(choice for choice, count in runs for _ in range(count))
    text = token.encode(clock, switch_at, schedule, method)
    assert token.decode(text) == (clock, switch_at, method, schedule)
    assert re.fullmatch(r"[A-Za-z0-9:-]+", text), "it needs no quoting in a shell"


@given(st.text(max_size=60))
def test_any_text_is_decoded_or_refused_with_a_value_error(text: str) -> None:
    try:
        clock, switch_at, method, schedule = told = token.decode(text)
    except ValueError:
        return
    assert token.decode(token.encode(clock, switch_at, schedule, method)) == told


def test_equal_choices_are_counted() -> None:
    assert token.encode("patient", "calls", [0] * 14 + [2, 1]) == "K1pc:0x14-2-1"
    assert token.encode("hostile", "lines", []) == "K1hl:"


def test_the_start_method_is_a_letter_of_its_own_and_fork_has_none() -> None:
    assert token.encode("patient", "calls", [1], "fork") == "K1pc:1"
    assert token.encode("patient", "calls", [1], "spawn") == "K1pcs:1"
    assert token.encode("patient", "calls", [1], "forkserver") == "K1pcf:1"


def test_space_around_a_token_is_forgiven() -> None:
    assert token.decode(" K1pc:1\n") == ("patient", "calls", "fork", (1,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is not a replay token; one looks like K1pc:0x14-2-1"),
        ("rm -rf", "'rm -rf' is not a replay token; one looks like K1pc:0x14-2-1"),
        ("K3:0-0-1-1", "the replay token is of version 3; this grader reads version 1"),
        ("K1:0", "the replay token's clock is ''; it must be p or h"),
        ("K1xc:0", "the replay token's clock is 'x'; it must be p or h"),
        ("K1px:0", "the replay token's switch points are 'x'; they must be c or l"),
        ("K1pcx:0", "the replay token's start method is 'x'; it must be s, f or nothing"),
        ("K1pc:0--1", "'' in the replay token is not a choice such as 2 or 0x14"),
        ("K1pc:-1", "'' in the replay token is not a choice such as 2 or 0x14"),
        ("K1pc:1,2", "'1,2' in the replay token is not a choice such as 2 or 0x14"),
        ("K1pc:٣", "'٣' in the replay token is not a choice such as 2 or 0x14"),
        ("K1pc:0x0", "'0x0' in the replay token repeats a choice 0 times"),
        ("K1pc:10000", "choice 10000 is outside 0..9999"),
        ("K1pc:0x200001", "the schedule has more than 200000 choices"),
        ("K1pc:0x150000-1x150000", "the schedule has more than 200000 choices"),
        ("K1pc:" + "0-" * 1_000_000, "the replay token is too long: 2000005 characters"),
    ],
)
def test_what_is_no_token_is_refused_with_a_clear_message(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        token.decode(text)
    assert str(caught.value) == message


def test_no_token_is_made_that_would_be_refused() -> None:
    with pytest.raises(ValueError, match=r"^choice -1 is outside 0\.\.9999$"):
        token.encode("patient", "calls", [-1])
    with pytest.raises(ValueError, match=r"^the schedule has more than 200000 choices$"):
        token.encode("patient", "calls", [0] * 200_001)
    with pytest.raises(ValueError, match=r"^'angry' is none of patient, hostile$"):
        token.encode("angry", "calls", [])  # type: ignore[arg-type]  # that is what is tested


def test_the_longest_schedule_comes_back() -> None:
    schedule = tuple(n % 2 + 9_000 for n in range(token.MOST_CHOICES))
    assert token.decode(token.encode("patient", "calls", schedule)).schedule == schedule
