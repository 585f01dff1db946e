"""What is checked of value_and_manager.py."""

from grader import Run, check, expect, scenario

NAMES = {"reef": ["Nemo", "Dory"], "lagoon": []}
BOTH = ("Pool.apply", "Pool.map", "Pool.starmap")
BEGIN = ("Process.start", "Pool.apply_async", "ProcessPoolExecutor.submit", *BOTH)
WAIT = ("Process.join", "AsyncResult.get", "AsyncResult.wait", "Future.result", *BOTH)


@scenario(schedules=36)
def two_keepers(student):
    return student.move_fish([1, 1], [[(0, 1)], [(1, 0)]], 0)


@scenario(schedules=26)
def one_fish_for_two(student):
    return student.move_fish([1, 0, 0], [[(0, 1)], [(0, 1), (2, 1)]], 0)


@scenario(schedules=44)
def two_visitors(student):
    return student.move_fish([1, 0], [[(0, 1)]], 2)


@scenario(clock="hostile", schedules=6)
def one_named_fish(student):
    return student.move_named(NAMES, [[("Nemo", "reef", "lagoon"), ("Gill", "reef", "lagoon")]])


@scenario(clock="patient", schedules=20)
def two_named_fish(student):
    nemo, dory = ("Nemo", "reef", "lagoon"), ("Dory", "reef", "lagoon")
    return student.move_named(NAMES, [[nemo], [nemo, dory]])


def numbers(run: Run) -> tuple[list[int], int, list[int]]:
    """Return (tanks, moves, what the visitors counted) of a run."""
    tanks, moves, seen = run.shaped([[0], 0, [0]], "move_fish()")
    return tanks, moves, seen


def named(run: Run) -> tuple[dict[str, list[str]], int]:
    """Return ({tank: names in order of the alphabet}, moves) of a run."""
    tanks, moves = run.shaped([{"reef": [""], "lagoon": [""]}, 0], "move_named()")
    others = [key for key in tanks if key not in NAMES]
    expect(not others, f"The dict has the tanks {list(NAMES)}, and something else, too: {others}.")
    return {tank: sorted(tanks[tank]) for tank in NAMES}, moves


def at_once(run: Run, keepers: int, visitors: int = 0) -> None:
    """Judge that there were so many processes, and that none was waited for before all worked."""
    found = len(run.processes(pools=True))
    expect(
        found >= keepers + visitors,
        f"Each keeper and each visitor is a process. Keepers: {keepers}, visitors: {visitors}, "
        f"processes that were started: {found}.",
    )
    begun, waits = run.calls(*BEGIN), run.calls(*WAIT)
    expect(
        not begun or not waits or waits[0].step >= begun[-1].step,
        "One process was waited for before the next one had anything to do: they did not work "
        "at the same time.",
        cause="not-concurrent",
    )


@check(two_keepers, points=2)
def test_no_move_is_lost(run: Run) -> None:
    """Two keepers work at the same time, and no move gets lost.

    Hint: How many steps is `n.value += 1`? And `tanks[0] -= 1`? What can another process do
        between two of them?
    Hint: Each single read and each single write of a Value has a lock around it. What about a read
        and the write that is made from it?
    Hint: README, 'What you should know': get_lock().
    """
    tanks, moves, _ = numbers(run)
    expect(
        tanks != [1, 1] or moves != 0,
        "Two fish were to be moved, and there are 0 moves. Is it the number that the keepers "
        "count, and is it read when they are done?",
        cause="not-shared",
    )
    expect(
        tanks == [1, 1] and moves == 2,
        "Two tanks with one fish each; one keeper moves a fish from tank 0 to tank 1, the other "
        f"from tank 1 to tank 0. There should be [1, 1] fish and 2 moves: there are {tanks} and "
        f"{moves}.",
    )
    at_once(run, keepers=2)


@check(one_fish_for_two, points=2)
def test_a_fish_is_moved_once(run: Run) -> None:
    """The only fish is moved by one keeper, and not by both.

    Hint: A keeper looks whether a fish is there, and then takes it. Is what it saw still true?
    Hint: Which lines have to stay together? Is the look among them?
    """
    tanks, moves, _ = numbers(run)
    expect(
        tanks == [0, 1, 0],
        "There was one fish, in tank 0. Two keepers want to move it to tank 1, and one of them "
        "then wants to move one from the empty tank 2: there should be [0, 1, 0], and there are "
        f"{tanks}.",
    )
    expect(moves == 1, f"The only fish was moved once, and there are {moves} moves.")
    at_once(run, keepers=2)


@check(two_visitors, points=2)
def test_a_visitor_sees_every_fish(run: Run) -> None:
    """A visitor never counts while a fish is in the keeper's net.

    Hint: Where is a fish that a keeper has taken out of one tank, and not yet put into another?
    Hint: Which two writes belong together, and which reads? What keeps the one out of the other?
    Hint: Is it the same lock for the keeper and for the visitor, and for both tanks?
    """
    tanks, moves, seen = numbers(run)
    expect(
        (tanks, moves) == ([0, 1], 1),
        f"One fish, one move: there should be [0, 1] fish and 1 move; there are {tanks} and "
        f"{moves}.",
    )
    expect(
        len(seen) == 2,
        f"Two visitors came, and each should report one number: {seen} arrived. Does what a "
        "visitor has counted leave its process?",
        cause="not-shared" if not seen else "wrong-value",
    )
    expect(
        seen == [1, 1],
        f"There is one fish, and the visitors counted {seen}.",
        cause="read-too-early",
    )
    at_once(run, keepers=1, visitors=2)


@check(one_named_fish, points=2)
def test_what_the_manager_holds_is_changed(run: Run) -> None:
    """A change of a list inside a managed dict arrives in the manager.

    Hint: What does d[key] give you, if d belongs to a manager: the list itself, or a copy of it?
    Hint: Of which change does the manager learn: that of your list, or that of its own dict?
    Hint: Python's documentation, multiprocessing, 'Proxy Objects': what is said of nested objects.
    """
    tanks, moves = named(run)
    expect(
        tanks == {"reef": ["Dory"], "lagoon": ["Nemo"]} and moves == 1,
        "Nemo was to move from the reef to the lagoon, and nobody else: "
        f"reef {tanks['reef']}, lagoon {tanks['lagoon']}, moves {moves}.",
    )
    at_once(run, keepers=1)


@check(two_named_fish, points=2)
def test_two_keepers_of_named_fish_lose_nobody(run: Run) -> None:
    """Two keepers move fish with names at the same time, and nobody gets lost.

    Hint: Each call of a managed dict is safe. How many calls is `d[key] += 1`? How many is your
        whole move?
    Hint: Between your reading d[key] and your writing it back, who else may have written it?
    """
    tanks, moves = named(run)
    expect(
        tanks == {"reef": [], "lagoon": ["Dory", "Nemo"]} and moves == 2,
        "Nemo and Dory were to move from the reef to the lagoon. Two keepers wanted to move Nemo, "
        f"and one of them Dory as well: reef {tanks['reef']}, lagoon {tanks['lagoon']}, moves {moves}.",
    )
    at_once(run, keepers=2)
