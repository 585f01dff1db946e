"""An interrupt for what does not come to its end: it is real, and leaves no trace."""

from __future__ import annotations

import signal
from contextlib import suppress

import pytest

from grader.judging.deadline import AGAIN, OutOfTime, deadline


def test_what_takes_too_long_is_interrupted_even_in_a_system_call() -> None:
    with pytest.raises(OutOfTime) as caught, deadline(0.01):
        signal.pause()
    assert str(caught.value) == "Timeout (>0.0s)."


def test_what_loops_is_interrupted() -> None:
    def loops() -> None:
        while True:
            pass

    with pytest.raises(OutOfTime), deadline(0.01):
        loops()


def test_whoever_swallows_the_first_alarm_hears_the_next() -> None:
    def deaf() -> None:
        with suppress(BaseException):
            signal.raise_signal(signal.SIGALRM)
        assert signal.getitimer(signal.ITIMER_REAL)[1] == AGAIN
        signal.raise_signal(signal.SIGALRM)

    with pytest.raises(OutOfTime), deadline(600):
        deaf()


def test_nothing_of_it_is_left_behind() -> None:
    def other(signum: int, frame: object) -> None:
        """Stands for whatever else hears the alarm."""

    before = signal.signal(signal.SIGALRM, other)
    try:
        with deadline(600):
            assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
        assert signal.getsignal(signal.SIGALRM) is other
    finally:
        signal.signal(signal.SIGALRM, before)


def test_it_is_no_exception_that_others_catch() -> None:
    def careless() -> None:
        with suppress(Exception):
            signal.raise_signal(signal.SIGALRM)

    with pytest.raises(OutOfTime), deadline(600):
        careless()


def test_an_alarm_after_the_end_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = signal.setitimer

    def late(which: int, seconds: float, again: float = 0.0) -> None:
        if seconds == 0:
            signal.raise_signal(signal.SIGALRM)
        stop(which, seconds, again)

    monkeypatch.setattr(signal, "setitimer", late)
    with deadline(600):
        done = True
    assert done
