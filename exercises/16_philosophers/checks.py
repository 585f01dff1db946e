"""What is checked of philosophers.py."""

import time
from multiprocessing import Array

from grader import Run, check, expect, run_processes, scenario


def philosopher(student, seat, table, begun):
    for meal in range(len(begun)):
        student.take_forks(seat, table)
        begun[meal] = time.monotonic()
        time.sleep(1)
        student.put_forks(seat, table)


def dinner(student, meals):
    """Let each philosopher eat as often as `meals` says; return when each meal began."""
    table = student.lay_table(len(meals))
    began = [Array("d", max(1, count), lock=False) for count in meals]
    opened = time.monotonic()
    run_processes(
        {
            f"philosopher-{seat}": (philosopher, student, seat, table, began[seat])
            for seat, count in enumerate(meals)
            if count
        }
    )
    return [[at - opened for at in began[seat]] for seat, count in enumerate(meals) if count]


@scenario(schedules=40, processes=2)
def two_philosophers(student):
    return dinner(student, [2, 1])


@scenario(schedules=50, processes=3)
def three_philosophers(student):
    return dinner(student, [1, 1, 1])


@scenario(clock="patient", schedules=10, processes=2)
def two_of_four(student):
    return dinner(student, [1, 0, 1, 0])


def began(run: Run, *meals: int) -> list[list[float]]:
    """Return when each meal of each philosopher began, which all have to be eaten."""
    times: list[list[float]] = run.shaped([[0.5] * count for count in meals], "the dinner")
    eaten = [[at for at in each if at >= 0] for each in times]
    counts = [len(each) for each in eaten]
    expect(
        counts == list(meals),
        f"The philosophers came to eat {list(meals)} times, and they ate {counts} times.",
    )
    return eaten


@check(two_philosophers, points=2, bonus=True)
def test_everybody_eats(run: Run) -> None:
    """Nobody waits for a fork for ever: everybody eats as often as they came for.

    Hint: Both philosophers have one fork in the hand. Who of them can go on, and what could they
        have done in another order?
    Hint: Draw an arrow from each philosopher to the one that it waits for. What would make a
        circle of arrows impossible?
    Hint: README, 'What you should know': the four conditions. Which of them is easiest to break?
    """
    began(run, 2, 1)


@check(three_philosophers, points=2, bonus=True)
def test_neighbours_never_eat_at_the_same_time(run: Run) -> None:
    """Two neighbours never eat at the same time.

    Hint: Which two forks does a philosopher need, and who else needs each of them?
    Hint: Until when do both forks have to stay in the hand? Which line gives each of them back?
    Hint: Between looking whether a fork is free and taking it: what can a neighbour do there?
    """
    at = [times[0] for times in began(run, 1, 1, 1)]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        expect(
            abs(at[one] - at[other]) >= 1,
            f"Each meal takes a second. Philosopher {one} began to eat after {at[one]:g} "
            f"seconds and philosopher {other}, who shares a fork, after {at[other]:g}.",
            cause="too-many-inside",
        )


@check(two_of_four, points=1, bonus=True, cause="not-concurrent")
def test_who_shares_no_fork_can_eat_at_the_same_time(run: Run) -> None:
    """Philosophers who share no fork can eat at the same time.

    Hint: Philosophers 0 and 2 share no fork. What does one of them wait for?
    Hint: Which of your locks does a philosopher hold while eating, and who needs that one too?
    """
    (first,), (second,) = began(run, 1, 1)
    expect(
        abs(first - second) < 1,
        "Only philosophers 0 and 2 of four are hungry, and they share no fork. One began to eat "
        f"after {first:g} seconds and the other after {second:g}: nobody ate at the same time.",
    )
