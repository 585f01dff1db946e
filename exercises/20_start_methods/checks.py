"""What is checked of start_methods.py."""

import os

from grader import Run, check, expect, scenario, shown

METHODS = ("fork", "spawn", "forkserver")
BEGUN = "-- the file is imported --"
CALLER, CALLERS_PARENT, OTHER = "the caller", "the caller's parent", "another process"


def in_words(seen):
    """Put words for the parent's process id, which differs from run to run."""
    if isinstance(seen, dict) and type(seen.get("parent")) is int:
        words = {os.getpid(): CALLER, os.getppid(): CALLERS_PARENT}
        seen["parent"] = words.get(seen["parent"], OTHER)
    return seen


@scenario(clock="patient", schedules=12, processes=3)
def one_child_of_each(student):
    return [in_words(student.what_a_child_has(each, f"for {each}")) for each in METHODS]


@scenario(clock="patient", schedules=12, processes=2)
def sawn_by_twins(student):
    return student.saw_all([6, 9], student.saw)


@scenario(start_method="forkserver", clock="patient", schedules=8, processes=2)
def sawn_by_new_hands(student):
    return student.saw_all([6, 9], student.saw)


@scenario(start_method="spawn", clock="patient", schedules=6, processes=4)
def sawn_with_two_tools(student):
    tools = [student.make_tool(width) for width in (3, 2)]
    return [student.saw_all([6, 12], tool) for tool in tools]


@scenario(start_method="spawn", clock="patient", schedules=4, processes=1)
def imported_by_others(student):
    print(BEGUN)
    return student.what_a_child_has("spawn", "oak")["letter"]


def compare(pieces: object, expected: list[int], call: str) -> None:
    """Judge the pieces that came of the planks."""
    expect(
        pieces != expected[::-1],
        f"{call} returned {pieces}, and {expected} is right: the pieces of one plank stand in "
        "the other one's place.",
        cause="order-broken",
    )
    told = f"{call} returned {shown(pieces)}, and {expected} is right."
    if isinstance(pieces, list) and 0 in pieces:
        told += (
            " A 0 is no plank's number of pieces: it is what an array has at first. The pieces were "
            "written into it later, or into another one."
        )
    expect(pieces == expected, told)


def asks_for_no_fork(run: Run) -> None:
    """Judge that nothing was forked where processes are to begin in another way."""
    expect(
        run.start_method == "fork" or not run.steps("fork"),
        f"The start method was set to {run.start_method}, and this program asked for fork itself. "
        "Where there is no fork, as on Windows, it doesn't run.",
        cause="needs-fork",
    )


@check(one_child_of_each, points=3)
def test_a_child_has_what_its_start_method_gives_it(run: Run) -> None:
    """A child by each start method looks around, and you are told what it has.

    Hint: Which process looks at the door: the one that opened it, or another? What does that one
        know of the door?
    Hint: One object gives you Process, Queue and all the rest, of one and the same start method.
        How do you get it?
    Hint: Python's documentation of multiprocessing: 'Contexts and start methods', get_context().
    """
    seen = {"door": "", "letter": "", "parent": ""}
    children = run.shaped([seen] * 3, "what_a_child_has(), for each start method,")
    for method, child in zip(METHODS, children):
        expect(
            child["letter"] == f"for {method}",
            f"The child of {method} was to be given the letter 'for {method}', and it says that its "
            f"letter is {shown(child['letter'])}.",
        )
        expect(
            child["parent"] != CALLERS_PARENT,
            f"For {method}, it was the caller itself that looked around, and no child of it.",
        )
    fork, spawn, forkserver = children
    expect(
        fork["door"] == "open",
        "A process that is forked has all that its parent has at this moment. This one found "
        f"the door {fork['door']}: in its parent it was not open yet.",
        cause="order-broken",
    )
    for method, child in (("spawn", spawn), ("forkserver", forkserver)):
        expect(
            child["door"] == "shut",
            f"For {method} the door is {child['door']}. This child was to know nothing but the file, "
            "in which the door is shut. By which start method was it started?",
        )
    expect(
        (spawn["parent"], forkserver["parent"]) == (CALLER, OTHER),
        "A process that is spawned is started by the caller; one of forkserver by the server. The "
        f"parent was {spawn['parent']} for spawn, and {forkserver['parent']} for forkserver.",
    )
    expect(
        fork["parent"] == CALLER,
        "A process that is forked is started by the caller, and its parent is "
        f"{fork['parent']}. By which start method was it started?",
    )
    # What they say of themselves is a claim; how they came to be is not.
    for method in METHODS:
        expect(
            method in run.began_by(),
            f"One child is to be started by each start method, and none was started by {method}. In "
            f"order, they began by: {', '.join(run.began_by())}.",
        )


@check(sawn_by_twins, points=1)
def test_all_planks_are_sawn_at_once(run: Run) -> None:
    """All planks are sawn at once, where processes are forked.

    Hint: How does what the tool returns get out of the process that called it?
    Hint: Which line waits, and have all the processes been started before it?
    Hint: 01_process: the ways for an answer out of a child.
    """
    compare(run.value, [3, 4], "saw_all([6, 9], saw)")
    expect(
        run.most_in("saw") >= 2,
        "Two planks need a second each; there was no moment at which both were being sawn.",
        cause="not-concurrent",
    )


@check(sawn_by_new_hands, points=2)
def test_it_needs_no_fork(run: Run) -> None:
    """They are sawn as well where a child is no copy of its parent (forkserver).

    Hint: What does a child have that is no copy of its parent? Go through the names in the
        function that it calls: which are its arguments, and where do the others come from?
    Hint: Which things do two processes need to have in common, and how does each of them get hold
        of the same one?
    Hint: Python's documentation of multiprocessing: 'The spawn and forkserver start methods'.
    """
    compare(run.value, [3, 4], "saw_all([6, 9], saw)")
    asks_for_no_fork(run)


@check(sawn_with_two_tools, points=2)
def test_a_tool_can_be_handed_over(run: Run) -> None:
    """Tools for two widths can be handed to a new process (spawn).

    Hint: A function is sent to a new process by its name. Under which name would it find yours, if
        it has imported your file and has called nothing?
    Hint: How do the width and the function that needs it travel together? It may be something else
        than a function: whatever can be called.
    Hint: Python's documentation: 'What can be pickled and unpickled?', and functools.
    """
    for pieces, expected, width in zip(run.shaped([[], []], "saw_all()"), ([2, 4], [3, 6]), (3, 2)):
        compare(pieces, expected, f"saw_all([6, 12], make_tool({width}))")
    asks_for_no_fork(run)


@check(imported_by_others, points=2)
def test_the_program_begins_only_where_it_is_the_program(run: Run) -> None:
    """Whoever imports the file gets its functions, and nothing begins.

    Hint: Who else reads this file from the first line to the last, and what happens then?
    Hint: What is __name__ in a program, and what is it in a file that is imported?
    Hint: Python's documentation of multiprocessing: 'Safe importing of main module'.
    """
    before, mark, after = run.output.partition(f"{BEGUN}\n")
    first = before.partition("\n")[0]
    expect(
        not mark or not before,
        f"The file was imported and nothing was called yet, and it printed {shown(first)}. Each "
        "new child of spawn imports the file as well, and gets these lines too.",
        advice="Which lines should run only where the file is the program itself?",
    )
    expect(run.value == "oak", f"A child was given the letter 'oak', and has {shown(run.value)}.")
