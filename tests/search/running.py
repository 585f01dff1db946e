"""Helpers: run strategies on the toy machine."""

from __future__ import annotations

from grader.model.trace import Clock, Trace
from grader.search.shrink import run_schedule
from grader.search.strategy import Strategy
from tests.search.toy import Program, Toy


def run_all(strategy: Strategy, program: Program, most: int = 10_000) -> list[Trace]:
    """Make the strategy's runs, at most so many."""
    machine = Toy(program)
    traces: list[Trace] = []
    while len(traces) < most and (plan := strategy.begin()) is not None:
        trace = machine.run(strategy.pick, clock=plan.clock, switch_at=plan.switch_at)
        strategy.end(trace)
        traces.append(trace)
    return traces


def every_schedule(program: Program, clock: Clock = "patient") -> list[Trace]:
    """Run every schedule there is: depth first, knowing nothing of deviations."""
    machine = Toy(program)
    found: list[Trace] = []
    todo: list[tuple[int, ...]] = [()]
    while todo:
        prefix = todo.pop()
        trace = run_schedule(machine, prefix, clock, "calls")
        found.append(trace)
        decisions = [step for step in trace.steps if len(step.options) > 1]
        choices = tuple(step.choice for step in decisions)
        for at in range(len(prefix), len(decisions)):
            for other in range(1, len(decisions[at].options)):
                todo.append((*choices[:at], other))
    return found
