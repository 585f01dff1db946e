"""What is checked of event.py.

When the light shines and when a car drives is seen by the scheduler itself, from the given
functions, in which they sleep. So it does not matter what a submission uses to tell of green.
"""

import math
from dataclasses import dataclass

from grader import Run, Stay, check, expect, scenario

HOME = "junction() has returned."
ROAD, TUNNEL = 1, 2
LOOKS = 12  # steps that waiting for green may take; an Event's wait() takes about 4
LATE = 0.001
SHOWN = 6  # calls that a message lists


@scenario(clock="hostile")
def a_car_at_red(student):
    ways = student.junction([(6, None)], 2)
    print(HOME, flush=True)
    return ways


@scenario(clock="patient", schedules=4)
def three_patient_cars(student):
    return student.junction([(1.23, None), (4.23, None), (11.23, None)], 2)


@scenario(clock="patient", schedules=4)
def three_limits(student):
    return student.junction([(0.5, 0), (1.23, 1), (2.23, 4.5)], 2)


@dataclass(frozen=True)
class Trip:
    """A car's way: when it came to the light, and how it went on."""

    came: Stay
    left: Stay | None = None  # None: it did not go on
    way: int = 0

    def text(self) -> str:
        """Return what the car did, as a student would say it."""
        if self.left is None:
            return "neither crossed nor took the tunnel"
        how = "crossed" if self.way == ROAD else "took the tunnel"
        return f"{how} after {self.left.since:g} seconds"


def trips(run: Run, cars: int) -> list[Trip]:
    """Return the trip of each car, in the order in which they came to the light."""
    came = sorted(run.stays("drive_up"), key=lambda stay: stay.ended)
    expect(
        len(came) == cars,
        f"drive_up() is to be called once for each car. Cars: {cars}, calls: {len(came)}.",
    )
    ways = [(stay, ROAD) for stay in run.stays("cross")]
    ways += [(stay, TUNNEL) for stay in run.stays("take_the_tunnel")]
    found = []
    for one in came:
        later = [
            (stay, way)
            for stay, way in ways
            if stay.number == one.number and stay.began >= one.ended
        ]
        found.append(Trip(one, *min(later, key=lambda pair: pair[0].began, default=())))
    return found


def ways_of(run: Run, cars: int) -> list[int]:
    """Return the ways that junction() has reported."""
    ways = run.shaped([0], "junction()")
    expect(
        len(ways) == cars,
        "junction() is to return one way for each car. "
        f"Cars: {cars}, ways that it returned: {len(ways)}.",
    )
    return ways


def reds(run: Run) -> list[tuple[float, float]]:
    """Return the stretches (first step, step after the last) in which it is red for certain.

    The light is red before anything else; after that, for as long as it is in shine_red().
    """
    red, green = run.stays("shine_red"), run.stays("shine_green")
    ends = [stay.ended for stay in red[:1]] + [stay.began for stay in green[:1]]
    begin = (-1, min(ends, default=math.inf))
    return [begin, *((stay.began, stay.ended) for stay in red)]


def came_in_time(run: Run, trip: Trip, arrives: float) -> None:
    """Judge that a car came when it should have come."""
    if abs(trip.came.until - arrives) < LATE:
        return
    came = f"A car with arrives={arrives:g} came after {trip.came.until:g} seconds."
    begun = next((s.time for s in run.steps() if s.number == trip.came.number), 0.0)
    late = f"{came} Its process was started after {begun:g} seconds."
    expect(begun <= LATE, late, cause="not-concurrent")
    expect(False, came, cause="wrong-value")


def went(
    run: Run, trip: Trip, arrives: float, way: int, since: float, until: float, why: str
) -> None:
    """Judge when a car came, which way it went, and in which seconds."""
    came_in_time(run, trip, arrives)
    right = trip.left is not None and trip.way == way and since <= trip.left.since <= until
    expect(right, f"A car came after {arrives:g} seconds. {why} It {trip.text()}.")


def told(run: Run) -> str:
    """Return when an event was set and cleared, if the submission uses one."""
    calls = run.calls("Event.set", "Event.clear")
    shown = [f"{call.method[6:]}() after {call.time:g}" for call in calls[:SHOWN]]
    more = " and so on" if len(calls) > SHOWN else ""
    return f" The event, in seconds: {', '.join(shown)}{more}." if shown else ""


@check(a_car_at_red, points=3)
def test_no_car_crosses_on_red(run: Run) -> None:
    """No car crosses that has seen nothing but red since it came.

    Hint: What does wait() return, and in which cases? What does your car do in each of them?
    Hint: Go through both colours: which line of light() makes wait() let cars through, and which
        line makes it hold them back?
    Hint: Does anything but the light itself decide when your car goes: a time, an order?
    """
    for stay in run.stays("cross"):
        came = [s.ended for s in run.stays("drive_up") if s.number == stay.number]
        arrived = max((step for step in came if step <= stay.began), default=0)
        expect(
            not any(began <= arrived and stay.began < ended for began, ended in reds(run)),
            f"{stay.task} came to the light, saw nothing but red, and crossed.{told(run)}",
            cause="order-broken",
            advice="Which line has let it through, and what had to happen before that?",
        )
    (trip,) = trips(run, 1)
    expect(trip.left is not None, f"A car came after 6 seconds. It {trip.text()}.")
    if run.on_time:
        went(run, trip, 6, ROAD, 8, 10, "It was red until 8.")


@check(three_patient_cars, points=2)
def test_every_patient_car_crosses_at_green(run: Run) -> None:
    """Every car without a limit crosses while it is green, whenever it comes.

    Hint: At which moment does the light tell the cars of green? Who is there then, and who comes
        later?
    Hint: For how long should a car that comes be able to see that it is green? And after the last
        round?
    Hint: README, 'What you should know': what set() does, and until when.
    """
    first, second, third = trips(run, 3)
    green = f"It was green from 3 to 5.{told(run)}"
    went(run, first, 1.23, ROAD, 3, 5 - LATE, green)
    went(run, second, 4.23, ROAD, 4.23 - LATE, 5 - LATE, green)
    green = "Two rounds were over, and the light stays green then."
    went(run, third, 11.23, ROAD, 11.23 - LATE, 14, green)
    ways = ways_of(run, 3)
    expect(
        ways == [ROAD] * 3,
        f"All three cars crossed. junction() should return {[ROAD] * 3}, and it returned {ways}.",
    )


@check(three_limits, points=2)
def test_a_car_whose_patience_ends_takes_the_tunnel(run: Run) -> None:
    """A car whose patience is at its end takes the tunnel, and no other car does.

    Hint: How does a car learn which of the two happened: it is green, or the time is over?
    Hint: For which values of `patience` is `if patience:` true? What does each of them mean?
    Hint: README, 'What you should know': wait(seconds), and what it returns.
    """
    looks, gives_up, waits = trips(run, 3)
    red = "It was red until 3."
    went(run, looks, 0.5, TUNNEL, 0.5 - LATE, 1, f"Its patience is 0: it looks once. {red}")
    went(run, gives_up, 1.23, TUNNEL, 2.23 - LATE, 2.9, f"Its patience is 1 second. {red}")
    went(
        run,
        waits,
        2.23,
        ROAD,
        3,
        5 - LATE,
        "Its patience is 4.5 seconds. It was green from 3 to 5.",
    )
    expected, ways = [TUNNEL, TUNNEL, ROAD], ways_of(run, 3)
    expect(
        ways == expected,
        f"Two cars took the tunnel and the third one crossed. junction() should return {expected}, "
        f"and it returned {ways}.",
    )


@check(three_patient_cars, points=1)
def test_a_waiting_car_is_woken(run: Run) -> None:
    """A car that waits is woken by the light: it does not ask again and again.

    Hint: What does your car do between coming to a red light and crossing: how many calls does it
        make?
    Hint: Who could wake the car, so that it need not look again and again?
    """
    first, *_ = trips(run, 3)
    went(run, first, 1.23, ROAD, 3, 20, "It was red until 3.")
    assert first.left is not None
    mine = [
        step
        for step in run.steps()
        if step.number == first.came.number
        and first.came.ended <= step.step < first.left.began
        and step.operation != "line"
    ]
    late = first.left.since - 3
    when = f", {late:.2g} seconds after the light had turned green" if late > LATE else ""
    expect(
        len(mine) <= LOOKS and late <= LATE,
        f"A car came at red, and took {len(mine)} steps until it crossed{when}. Who is woken "
        "takes a few, does nothing while it waits, and goes at once.",
        cause="busy-wait",
    )


@check(a_car_at_red, points=2)
def test_the_light_does_its_rounds_and_ends(run: Run) -> None:
    """The light does its rounds and ends, and junction() returns only then.

    Hint: How does your light know that it has done its work?
    Hint: What does junction() wait for before it returns? Is the light among it?
    Hint: Count the calls of shine_red() and shine_green() for one round, for two, for none.
    """
    ways_of(run, 1)
    shone = [(stay.began, "red") for stay in run.stays("shine_red")]
    shone += [(stay.began, "green") for stay in run.stays("shine_green")]
    colours = [colour for _, colour in sorted(shone)]
    states = run.states(at=HOME)
    alive = [name for name, state in states.items() if state != "ended" and name != "main"]
    expect(
        not alive,
        f"junction() returned while {', '.join(alive)} had not ended.",
        cause="read-too-early",
    )
    expect(
        colours == ["red", "green"] * 2,
        "Two rounds are red, green, red, green. The light that was seen, up to its end: "
        f"{', '.join(colours) or 'none'}.",
    )
