"""What a person sees in a terminal of 80 columns, with and without colour."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console, RenderableType

from grader.model.exploration import Exploration, OutcomeCount
from grader.model.results import ClassReport, StudentReport
from grader.report.terminal.views import (
    ROWS,
    check_summary,
    class_view,
    exercise_view,
    exploration_view,
    proof_line,
    student_line,
)
from tests.report.samples import (
    ALICE,
    CLASS,
    EVIL,
    FAILED,
    FINDING,
    FULL,
    LOCK,
    MORE,
    NOTHING,
    PHILOSOPHERS,
    SOME,
)


def shown(view: RenderableType, *, colour: bool = False, width: int = 80) -> str:
    """Return what is printed, without spaces at the ends of lines."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
        color_system="standard" if colour else None,
    )
    console.print(view, crop=False)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def test_an_exercise() -> None:
    assert shown(exercise_view(LOCK, {"test_two_clerks": 1})) == (
        "03_lock  Tickets: nobody oversells                       2.5 of 7 points, 1 open\n"
        "  Note: Lock (1).py was taken for lock.py.\n"
        "  passed  2/2    Every ticket is sold.\n"
        "  FAILED  0.5/3  Two clerks never wait for each other.\n"
        "    Deadlock after 14 steps.\n"
        "      clerk-1  line 12  holds  accounts[0]   waits for accounts[1]\n"
        "      clerk-2  line 12  holds  accounts[1]   waits for accounts[0]\n"
        "    Both take their second lock while they hold the first. Which one does each\n"
        "    of them take first, and who has the other one at that moment?\n"
        "    See it again, step by step:\n"
        "      grader replay K3:0-0-1-1 lock.py --check 03_lock/test_two_clerks\n"
        "    Hint 1 of 2: Who takes which lock first?\n"
        "  to do   0/1    A ticket can be given back.\n"
        "    refund() still says TODO.\n"
        "  UNSURE  0/1    Seats stay in order.\n"
        "    The grader was killed from outside."
    )


def test_a_long_title_and_the_points_are_apart() -> None:
    long = replace(
        LOCK, title="Tickets: nobody in this whole town oversells the same seat", checks=()
    )
    assert shown(exercise_view(replace(long, notes=()), {})) == (
        "03_lock  Tickets: nobody in this whole town oversells the same     0 of 0 points\nseat"
    )


def test_a_story_that_was_told_is_not_told_twice() -> None:
    twin = replace(FAILED, name="test_twin", title="The twin of it.")
    text = shown(exercise_view(replace(LOCK, checks=(FAILED, twin), notes=()), {}))
    assert text.count("Deadlock after 14 steps.") == 1
    assert text.endswith(
        "  FAILED  0.5/3  The twin of it.\n"
        "    For the same reason as: Two clerks never wait for each other."
    )


def test_colour_only_repeats_what_words_say() -> None:
    coloured = shown(exercise_view(LOCK, {}), colour=True)
    assert "\x1b[1;31mFAILED\x1b[0m" in coloured
    assert "\x1b" not in shown(exercise_view(LOCK, {}))


def test_a_command_is_never_broken_so_that_it_can_be_copied() -> None:
    command = "grader replay K1pc:" + "-".join(["1"] * 60) + " lock.py"
    view = exercise_view(replace(LOCK, checks=(replace(FAILED, replay_command=command),)), {})
    assert f"      {command}" in shown(view).splitlines()


def test_text_of_students_can_neither_steer_the_terminal_nor_be_markup() -> None:
    evil = "[bold]\x1b[2J\u202egnp.exe\r[/bold] :smile:"
    check = replace(FAILED, title=evil, message=evil, replay_command="", hints=())
    text = shown(exercise_view(replace(LOCK, title=evil, checks=(check,), notes=(evil,)), {}))
    assert text.count("[bold]␛[2J\\u202egnp.exe␍[/bold] :smile:") == 4
    assert all(char.isprintable() or char == "\n" for char in text)


def test_a_long_story_is_cut_and_says_so() -> None:
    story = "\n".join(f"step {number}" for number in range(500))
    check = replace(FAILED, message=story, replay_command="", hints=())
    text = shown(exercise_view(replace(LOCK, checks=(check,)), {}))
    assert text.endswith("    step 59\n    ... (440 more lines)")


def test_the_last_lines_of_a_check() -> None:
    assert shown(check_summary([LOCK], page="/tmp/x.html", hint_command="grader check --hint")) == (
        "Points: 2.5 of 7 points, 1 open\n"
        "1 check was not decided, which is no fault of the submission: the points are\n"
        "open, neither earned nor lost. Run it again; if it stays so, the message above\n"
        "says what to report.\n"
        "A hint:  grader check --hint\n"
        "Page:    /tmp/x.html"
    )


def test_an_exercise_for_bonus_points() -> None:
    assert shown(exercise_view(PHILOSOPHERS, {})) == (
        "16_philosophers  Dining                                     5 of 10 bonus points\n"
        "  passed  5/5 bonus  Everybody eats.\n"
        "  to do   0/5 bonus  It can be used again.\n"
        "    It still says TODO."
    )
    assert shown(check_summary([FULL, PHILOSOPHERS])) == (
        "Points: 7 of 2 points, with 5 bonus points"
    )
    assert shown(check_summary([FULL])) == "Points: 2 of 2 points"


def test_what_was_not_begun_is_named_where_it_is_not_judged() -> None:
    first, last = (shown(check_summary(r, started=True)) for r in ([FULL, NOTHING], [NOTHING]))
    assert first == "Points: 2 of 3 points\nNot begun, so not judged: 08_pipe"
    assert last == (
        "Points: 0 of 1 point\n"
        "Nothing was begun yet: every part still says TODO, so nothing is wrong."
    )
    assert shown(check_summary([FULL], started=True)) == "Points: 2 of 2 points"


def test_a_class() -> None:
    assert shown(class_view(CLASS)) == (
        "student                         03_lock  08_pipe  points  open\n"
        "alice                              2.5?        0   2.5/8     1\n"
        "=cmd|' /C calc'!A0␛[2J<script>        2        -     2/2     0\n"
        "\n"
        "Most often wrong:\n"
        "  lock-cycle                1 student\n"
        "\n"
        "1 check was not decided, which is no fault of the submission: the points are\n"
        "open, neither earned nor lost. Run it again; if it stays so, the students' pages\n"
        "say what to report."
    )


def many(count: int) -> ClassReport:
    """A class with so many exercises."""
    made = [
        replace(LOCK if number % 4 == 0 else FULL, exercise=f"{number:02}_topic_{number}")
        for number in range(1, count + 1)
    ]
    bob = StudentReport("Bob Featherstone-Smythe", tuple(made[:-1]))
    return replace(CLASS, students=(replace(ALICE, exercises=tuple(made)), bob))


def test_a_class_with_more_exercises_than_names_fit_has_their_numbers() -> None:
    assert shown(class_view(many(7))).splitlines()[:4] == [
        "student                 01 02 03   04 05 06 07  points open",
        "alice                    2  2  2 2.5?  2  2  2 14.5/19    1",
        "Bob Featherstone-Smythe  2  2  2 2.5?  2  2  - 12.5/17    1",
        "01_topic_1, 02_topic_2, 03_topic_3, 04_topic_4, 05_topic_5, 06_topic_6,",
    ]


def test_a_class_with_a_course_of_exercises_has_a_sign_for_each() -> None:
    assert shown(class_view(many(19))).splitlines()[:6] == [
        "student                  points  open  01     06     11     16",
        "alice                     40/58     4  +++?+  ++?++  +?+++  ?+++",
        "Bob Featherstone-Smythe   38/56     4  +++?+  ++?++  +?+++  ?++-",
        "+ passed, x failed, o to do, ? unsure, - not graded",
        "01_topic_1, 02_topic_2, 03_topic_3, 04_topic_4, 05_topic_5, 06_topic_6,",
        "07_topic_7, 08_topic_8, 09_topic_9, 10_topic_10, 11_topic_11, 12_topic_12,",
    ]
    assert "01_topic_1  02_topic_2" in shown(class_view(many(19)), width=400)


def test_exercises_without_numbers_are_counted() -> None:
    room = many(19)
    exercises = [
        replace(one, exercise=f"topic{number}")
        for number, one in enumerate(room.students[0].exercises, start=1)
    ]
    named = replace(room, students=(replace(room.students[1], exercises=tuple(exercises)),))
    lines = shown(class_view(named)).splitlines()
    assert lines[0] == "student                  points  open  1      6      11     16"
    assert lines[3].startswith("1: topic1, 2: topic2, ")


def test_a_class_with_bonus_points_has_a_column_for_them() -> None:
    assert shown(class_view(replace(CLASS, students=(MORE, SOME)))) == (
        "student  01_process  16_philosophers  points  bonus\n"
        "mia               2               +5     7/2      5\n"
        "sam               2                -     2/2      0"
    )


def test_a_large_class_is_cut_in_the_terminal() -> None:
    text = shown(class_view(replace(CLASS, students=(EVIL,) * (ROWS + 7))))
    assert text.endswith("... and 7 more, on the page")


def test_one_line_for_a_student() -> None:
    assert shown(student_line(ALICE)) == "alice  2.5 of 8 points, 1 open  lock-cycle"


EXPLORED = Exploration(
    program="bank.py:main",
    schedules=96,
    exhaustive=True,
    bound="every schedule with up to 2 deviations",
    steps=904,
    seconds=0.42,
    outcomes=(
        OutcomeCount("returned", "ok", 94, "K0:"),
        OutcomeCount("raised", "ValueError: x", 1, "K1:1"),
        OutcomeCount("deadlock", None, 1, "K3:0-0-1-1"),
    ),
    runs=(),
    failure=None,
)


def test_an_exploration_with_a_finding() -> None:
    view = exploration_view(EXPLORED, FINDING, "grader replay K3:0-0-1-1 bank.py:main")
    assert shown(view) == (
        "bank.py:main\n"
        "  96 schedules, 904 steps, 0.4 s: every schedule with up to 2 deviations\n"
        "  Default start method of processes: fork\n"
        '  returned  "ok"           94 times  K0:\n'
        "  raised    ValueError: x    1 time  K1:1\n"
        "  deadlock                   1 time  K3:0-0-1-1\n"
        "\n"
        "Found in schedule 4: lock-cycle\n"
        "  Deadlock after 14 steps.\n"
        "    clerk-1  line 12  holds  accounts[0]   waits for accounts[1]\n"
        "    clerk-2  line 12  holds  accounts[1]   waits for accounts[0]\n"
        "  Both take their second lock while they hold the first. Which one does each of\n"
        "  them take first, and who has the other one at that moment?\n"
        "  See it again, step by step:\n"
        "    grader replay K3:0-0-1-1 bank.py:main"
    )


def test_an_exploration_without_one() -> None:
    assert shown(exploration_view(EXPLORED, None, "")).endswith(
        "\nNothing wrong in any of these schedules."
    )


def test_a_proof_says_more_only_where_it_fails() -> None:
    assert shown(proof_line("03_lock: reference", True, "a", "b")) == "ok    03_lock: reference"
    told = proof_line("03_lock: wrong/x.py", True, "a", "b", "after 2 of 60 schedules")
    assert shown(told) == "ok    03_lock: wrong/x.py after 2 of 60 schedules"
    assert shown(proof_line("03_lock: reference", False, "full points", "0 of 8 points")) == (
        "WRONG 03_lock: reference\n      expected: full points\n      seen:     0 of 8 points"
    )
