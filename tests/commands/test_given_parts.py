"""What a skeleton gives is the same in every solution; what differs is told, and written anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import cli
from grader.commands.given_parts import differences, finished, renew
from grader.course.course import Exercise, load_course
from tests.judging.toy import make_course

SKELETON = '''\
"""Tickets."""

import time

SOLD, LEFT = 1, 2  # how it went
stock = []


@staticmethod
def charge(card):
    """Given: take the money."""
    return card  # whatever it is


class Till:
    """Given: keeps money."""


def sell_all(tickets):
    """Sell."""
    raise NotImplementedError("TODO")


if __name__ == "__main__":
    print("Three tickets.")
    try:
        # All of them:
        sell_all(3)
        print("""as
    it is""")
    except NotImplementedError as todo:
        print("Still to do:", todo)
'''

SOLUTION = (
    SKELETON.replace('raise NotImplementedError("TODO")', "return tickets")
    .replace("    try:\n", "")
    .replace("    except NotImplementedError as todo:\n", "")
    .replace('        print("Still to do:", todo)\n', "")
    .replace("        # All of them:\n        sell", "    # All of them:\n    sell")
    .replace("        print", "    print")
)


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    folder = make_course(tmp_path, skeleton=SKELETON)
    (tmp_path / "solutions" / "03_lock").mkdir(parents=True)
    (found,) = load_course(folder).exercises
    return found


def solution(exercise: Exercise, text: str, name: str = "right/other.py") -> Path:
    assert exercise.solutions is not None
    path = exercise.solutions / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def told(exercise: Exercise) -> list[str]:
    assert exercise.solutions is not None
    return [found.told(exercise.solutions) for found in differences(exercise)]


CHANGES = [
    ("take the money", "take money", "9: charge() is not as in the skeleton"),
    ("return card", "return None", "9: charge() is not as in the skeleton"),
    ("@staticmethod\n", "", "9: charge() is not as in the skeleton"),
    ("keeps money", "keeps all money", "15: Till is not as in the skeleton"),
    ("SOLD, LEFT = 1, 2", "SOLD, LEFT = 2, 1", "5: SOLD, LEFT is not as in the skeleton"),
    ("Three tickets", "Two tickets", "24: the demo is not as in the skeleton"),
    ("    it is", "it is", "24: the demo is not as in the skeleton"),
    ("def charge", "def pay", "9: pay() is not given in the skeleton"),
]


def test_what_is_as_the_skeleton_gives_it_is_no_difference(exercise: Exercise) -> None:
    for name in ("lock.py", "right/other.py", "wrong/test_refund/bug.py"):
        solution(exercise, SOLUTION, name)
    assert told(exercise) == []


@pytest.mark.parametrize(("old", "new", "complaint"), CHANGES)
def test_what_differs_is_told_with_file_and_line(
    exercise: Exercise, old: str, new: str, complaint: str
) -> None:
    assert old in SOLUTION
    solution(exercise, SOLUTION.replace(old, new))
    assert told(exercise) == [f"right/other.py:{complaint}"]


@pytest.mark.parametrize(("old", "new", "complaint"), CHANGES[:-1])
def test_renewed_it_is_as_given_and_nothing_else_has_changed(
    exercise: Exercise, old: str, new: str, complaint: str
) -> None:
    mine = SOLUTION.replace("return tickets", "return (tickets  )\t# as I write: ü") + "# The end."
    path = solution(exercise, mine.replace(old, new))
    assert [found.part.name for found in renew(exercise)] == [
        complaint[3:].partition(" is ")[0].strip()
    ]
    assert path.read_bytes() == mine.encode()
    assert renew(exercise) == []


def test_several_parts_of_a_file_are_renewed_together(exercise: Exercise) -> None:
    text = SOLUTION
    for old, new, _ in CHANGES[1:-1:2]:
        text = text.replace(old, new)
    paths = [solution(exercise, text, name) for name in ("lock.py", "right/a.py")]
    renew(exercise)
    assert [path.read_text() for path in paths] == [SOLUTION, SOLUTION]


def test_a_change_of_the_skeleton_is_one_edit(exercise: Exercise) -> None:
    paths = [solution(exercise, SOLUTION, name) for name in ("lock.py", "right/a.py")]
    for path in (exercise.skeleton, *paths):
        changed = path.read_text().replace("return card", "time.sleep(1)\n    return card")
        if path == exercise.skeleton:
            path.write_text(changed)
        else:
            expected = changed
    assert len(renew(exercise)) == 2
    assert [path.read_text() for path in paths] == [expected, expected]


@pytest.mark.parametrize(
    "text",
    [
        SOLUTION.replace("Given: take the money.", "Take the money."),
        SOLUTION.replace("@staticmethod\n", "@staticmethod  # its own\n"),
        SOLUTION.replace("SOLD, LEFT = 1, 2  # how it went", "SOLD, LEFT = 3, 4  # its own"),
        SOLUTION.replace('"__main__":', '"__main__":  # its own').replace("Three", "Two"),
        SOLUTION.replace("SOLD, LEFT = 1, 2", "MORE = 5"),
        SOLUTION.replace("stock = []", "stock = [1]"),
        "def sell_all(tickets):\n    return tickets\n",
        "no Python (\n",
        "",
    ],
)
def test_what_a_solution_has_of_its_own_is_left_alone(exercise: Exercise, text: str) -> None:
    path = solution(exercise, text)
    assert told(exercise) == []
    assert renew(exercise) == []
    assert path.read_text() == text


def test_other_handlers_belong_to_the_demo() -> None:
    demo = b'if __name__ == "__main__":\n    try:\n        run()\n    except OSError:\n        pass'
    assert finished(demo) == demo


def test_the_command_renews_and_tells_what_it_can_not(
    exercise: Exercise, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = SOLUTION.replace("keeps money", "keeps all money").replace("return card", "return 1")
    path = solution(exercise, text)
    where = ["--exercises", str(exercise.folder.parent)]
    assert cli.run(["verify", "--renew-given", "03_lock", *where]) == 0
    assert path.read_text() == SOLUTION
    assert capsys.readouterr().out == (
        "03_lock: right/other.py:9: charge() was written anew\n"
        "03_lock: right/other.py:15: Till was written anew\n"
        "Written anew in all: 2.\n"
    )
    path.write_text(SOLUTION.replace("def charge", "def pay"))
    assert cli.run(["verify", "--renew-given", *where]) == 1
    assert capsys.readouterr().out == (
        "03_lock: right/other.py:9: pay() is not given in the skeleton\nWritten anew in all: 0.\n"
    )


def test_the_course_s_own_solutions_have_what_is_given() -> None:
    course = load_course(Path(__file__).parents[2] / "exercises")
    assert [told(exercise) for exercise in course.exercises] == [[]] * len(course.exercises)


WANTED = "from multiprocessing import active_children\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from multiprocessing import Lock, Process\n",
            "from multiprocessing import Lock, Process, active_children\n",
        ),
        ("from os import sep\n", f"{WANTED}from os import sep\n"),
        (
            "from multiprocessing import Lock  # of all\n",
            f"{WANTED}from multiprocessing import Lock  # of all\n",
        ),
        ("import multiprocessing\n", f"{WANTED}import multiprocessing\n"),
        ("# cause: lost-update\nx = 1\n", f"# cause: lost-update\n{WANTED}x = 1\n"),
        (
            "# cause: lost-update\nfrom __future__ import annotations\n",
            f"# cause: lost-update\nfrom __future__ import annotations\n{WANTED}",
        ),
        ('"""Fish."""\n', f'"""Fish."""\n{WANTED}'),
    ],
)
def test_what_a_given_part_needs_is_imported_with_it(
    tmp_path: Path, before: str, after: str
) -> None:
    demo = 'if __name__ == "__main__":\n    print(active_children())\n'
    folder = make_course(
        tmp_path, skeleton=f"from multiprocessing import Process, active_children\n\n\n{demo}"
    )
    (tmp_path / "solutions" / "03_lock").mkdir(parents=True)
    (exercise,) = load_course(folder).exercises
    path = solution(exercise, f"{before}\n\n{demo}")
    assert told(exercise) == [
        f"right/other.py:{before.count(chr(10)) + 3}: the demo needs active_children, and "
        "nothing imports that"
    ]
    renew(exercise)
    assert path.read_text() == f"{after}\n\n{demo}"
    assert told(exercise) == []


def test_of_what_a_star_imports_nothing_is_missed(tmp_path: Path) -> None:
    demo = 'if __name__ == "__main__":\n    print(active_children())\n'
    text = f"from multiprocessing import active_children\n\n\n{demo}"
    folder = make_course(tmp_path, skeleton=text)
    (tmp_path / "solutions" / "03_lock").mkdir(parents=True)
    (exercise,) = load_course(folder).exercises
    solution(exercise, text.replace("import active_children", "import *"))
    assert told(exercise) == []
