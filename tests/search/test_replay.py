from __future__ import annotations

from grader.search.strategies.replay import Replay
from tests.search import programs
from tests.search.running import every_schedule, run_all


def test_every_schedule_replays_to_the_same_trace() -> None:
    for trace in every_schedule(programs.spawned_increments):
        strategy = Replay(trace.schedule)
        (again,) = run_all(strategy, programs.spawned_increments)
        assert again == trace
        assert strategy.diverged is None


def test_a_replay_is_one_run() -> None:
    strategy = Replay(())
    assert strategy.begin() is not None
    assert strategy.begin() is None


def test_the_clock_is_kept() -> None:
    (trace,) = run_all(Replay((1,), clock="hostile"), programs.sleep_as_join)
    assert trace.value == 0


def test_an_option_that_is_not_there_is_told() -> None:
    strategy = Replay((0, 5, 1))
    run_all(strategy, programs.two_increments)
    assert strategy.diverged == (
        "choice 2 of the schedule is option 5, but there were only 2 options (0 to 1)"
    )


def test_a_run_that_is_over_too_soon_is_told() -> None:
    strategy = Replay((0, 0, 0, 0, 1))
    run_all(strategy, programs.two_increments)
    assert strategy.diverged == "the run had only 2 choices, but the schedule has 5"


def test_defaults_at_the_end_may_be_more_than_the_run_has() -> None:
    strategy = Replay((1, 0, 0, 0, 0, 0))
    run_all(strategy, programs.two_increments)
    assert strategy.diverged is None
