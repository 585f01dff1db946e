"""An exception from the checks' own lines is their author's fault, and from nowhere else.

The first half are checks that break, whoever is graded; the second are submissions, innocent ones
and such as want to be excused, with checks that are whole.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import cli
from grader.checks.load import load_checks
from grader.commands.verify import verify
from grader.course.course import load_course
from grader.judging.examiner import Examiner
from grader.judging.grading import grade_exercise
from grader.model.results import CheckResult
from grader.model.source import SourceText
from grader.settings import Settings
from tests.judging import toy
from tests.judging.toy import submission

HEAD = """\
import threading
from multiprocessing import Pool, Process, Queue

from grader import Run, check, scenario


def broken(_=None):
    return {}["price"]


class Basket:
    def __init__(self):
        self.items = []


"""
TAIL = """


@check(shop, points=2)
def test_shop(run: Run) -> None:
    "The shop sells."
    assert run.shaped(0, "sell()") == 1
"""
SOLUTION = """\
def sell(basket=None):
    return 1


def try_each(tasks):
    done = []
    for task in tasks:
        try:
            done.append(task())
        except Exception as error:
            done.append(type(error).__name__)
    return done
"""
SKELETON = "def sell(basket=None):\n    raise NotImplementedError('TODO')\n"
FAULT = "This is the fault of the checks, and not the submission's."
WITH_SOLUTION = f"It does so with the exercise's own solution, too. {FAULT}"
BEFORE = f"It does so before it asks for anything of the submission, too. {FAULT}"


def make(folder: Path, scenario: str, tail: str = TAIL, solution: str | None = SOLUTION) -> Path:
    """Write a course of one exercise with that scenario; return its folder of exercises."""
    exercise = folder / "exercises" / "03_shop"
    exercise.mkdir(parents=True)
    (exercise / "README.md").write_text("# A shop\n")
    (exercise / "shop.py").write_text(SKELETON)
    (exercise / "checks.py").write_text(HEAD + scenario + tail)
    if solution is not None:
        (folder / "solutions" / "03_shop").mkdir(parents=True)
        (folder / "solutions" / "03_shop" / "shop.py").write_text(solution)
    return folder / "exercises"


def graded(course: Path, text: str) -> CheckResult:
    (exercise,) = load_course(course).exercises
    one = submission(text)
    (result,) = grade_exercise(exercise, one, Settings(schedules=6)).checks
    return result


def scenario(body: str, options: str = "") -> str:
    lines = body.replace("\n", "\n    ")
    return f"@scenario{options}\ndef shop(student):\n    {lines}\n"


BREAKS = {
    "a missing key": ('return {}["price"]', 18, "shop", "KeyError: 'price'"),
    "nothing of it": (
        "return None.sell()",
        18,
        "shop",
        "AttributeError: 'NoneType' object has no attribute 'sell'",
    ),
    "an assertion": ("assert not student, 'empty'\nreturn 1", 18, "shop", "AssertionError: empty"),
    "a wrong call of its own class": (
        "return Basket(1)",
        18,
        "shop",
        "TypeError: Basket.__init__() takes 1 positional argument but 2 were given",
    ),
    "a process of its own": (
        "one = Process(target=broken)\none.start()\none.join()\nreturn 1",
        8,
        "broken",
        "KeyError: 'price'",
    ),
    "a thread of its own": (
        "one = threading.Thread(target=broken)\none.start()\none.join()\nreturn 1",
        8,
        "broken",
        "KeyError: 'price'",
    ),
    "a pool of its own": (
        "with Pool(1) as pool:\n    pool.apply_async(broken)\n    pool.close()\n    pool.join()\n"
        "return 1",
        8,
        "broken",
        "KeyError: 'price'",
    ),
}


@pytest.mark.parametrize("solution", [SOLUTION, None], ids=["solution", "handout"])
@pytest.mark.parametrize("what", BREAKS)
def test_a_scenario_that_breaks_before_it_calls_anything_costs_nobody(
    tmp_path: Path, what: str, solution: str | None
) -> None:
    body, line, function, error = BREAKS[what]
    course = make(tmp_path, scenario(body), solution=solution)
    result = graded(course, SOLUTION)
    proof = WITH_SOLUTION if solution else BEFORE
    assert (result.verdict, result.message) == (
        "unsure",
        f"The check itself broke: line {line} of checks.py, in {function}(), failed with {error}. "
        f"{proof}",
    )


def test_what_cannot_be_handed_to_a_process_is_the_author_s_fault(tmp_path: Path) -> None:
    body = "one = Process(target=broken, args=(student,))\none.start()\none.join()\nreturn 1"
    course = make(tmp_path, scenario(body, '(start_method="spawn")'))
    result = graded(course, SOLUTION)
    assert (result.verdict, result.message) == (
        "unsure",
        "The check itself broke: line 19 of checks.py, in shop(), failed with TypeError: cannot "
        f"pickle 'module' object. {WITH_SOLUTION}",
    )


AFTER = {
    "after a call": ('student.sell()\nreturn {}["price"]', "KeyError: 'price'", 19),
    "by a name that is not in the skeleton": (
        "return student.sel()",
        "AttributeError: module 'lock' has no attribute 'sel'",
        18,
    ),
    "over what it has itself handed in": (
        "basket = Basket()\nstudent.sell(basket)\nreturn basket.items[0]",
        "IndexError: list index out of range",
        20,
    ),
}


@pytest.mark.parametrize("what", AFTER)
def test_a_scenario_that_breaks_later_is_proved_by_the_solution(tmp_path: Path, what: str) -> None:
    body, error, line = AFTER[what]
    result = graded(make(tmp_path, scenario(body)), SOLUTION)
    assert (result.verdict, result.message) == (
        "unsure",
        f"The check itself broke: line {line} of checks.py, in shop(), failed with {error}. "
        f"{WITH_SOLUTION}",
    )


@pytest.mark.parametrize("what", AFTER)
def test_without_a_solution_it_may_be_the_submission_s(tmp_path: Path, what: str) -> None:
    result = graded(make(tmp_path, scenario(AFTER[what][0]), solution=None), SOLUTION)
    assert result.verdict in ("failed", "not-done")


def test_a_scenario_that_returns_no_json_is_the_author_s_fault(tmp_path: Path) -> None:
    result = graded(make(tmp_path, scenario("return Basket()")), SOLUTION)
    assert (result.verdict, result.message) == (
        "unsure",
        "The check itself broke: what scenario shop returns is no JSON, or too long, with the "
        f"exercise's own solution, too. {FAULT}",
    )


def test_a_judgement_that_breaks_is_told_with_its_line(tmp_path: Path) -> None:
    tail = TAIL.replace('    assert run.shaped(0, "sell()") == 1', '    assert run.value["sold"]')
    result = graded(make(tmp_path, scenario("return student.sell()"), tail), SOLUTION)
    assert (result.verdict, result.message) == (
        "unsure",
        "The check itself broke: test_shop failed in line 25 of checks.py with TypeError: 'int' "
        f"object is not subscriptable. {FAULT}",
    )


def test_every_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    course = make(tmp_path / "course", scenario('return {}["price"]'))
    handin = tmp_path / "handins" / "ada"
    handin.mkdir(parents=True)
    (handin / "shop.py").write_text(SOLUTION)
    said = "The check itself broke: line 18 of checks.py, in shop(), failed with KeyError: 'price'."
    assert cli.run(["check", str(handin / "shop.py"), "--exercises", str(course)]) == 3
    assert said in capsys.readouterr().out
    reports = tmp_path / "reports"
    grading = ["grade", str(tmp_path / "handins"), "-o", str(reports)]
    assert cli.run([*grading, "--exercises", str(course)]) == 3
    assert said.replace("'", "\\u0027") in (reports / "results.json").read_text().replace(
        "'", "\\u0027"
    )
    proofs = verify(load_course(course), Settings(schedules=6)).failed
    (reference,) = (proof for proof in proofs if proof.kind == "reference")
    assert said in reference.seen


# --- submissions, with checks that are whole


WHOLE = """\
@scenario(schedules=6)
def shop(student):
    basket = Basket()
    for item in range(3):
        basket.items.append(len(str(item)))
    sold = student.sell(basket)
    numbers = [int(sold), *basket.items]
    return sorted(numbers)[numbers.index(sold)] if sold in numbers else sold.price
"""
TASKS = """\
@scenario(schedules=6)
def shop(student):
    return student.try_each([broken, int]).index("KeyError") + 1
"""

BLAMED = {
    "it raises": (WHOLE, 'def sell(basket):\n    return {}["price"]\n'),
    "it returns nothing": (WHOLE, "def sell(basket):\n    pass\n"),
    "it takes other arguments": (WHOLE, "def sell():\n    return 1\n"),
    "it returns what raises where it is used": (
        WHOLE,
        "class Odd:\n    def __int__(self):\n        raise KeyError('price')\n"
        "def sell(basket):\n    return Odd()\n",
    ),
    "it changes what it was given": (
        WHOLE,
        "def sell(basket):\n    basket.items = None\n    return 1\n",
    ),
    "it breaks Python for the scenario before that calls anything": (
        WHOLE,
        "import builtins\ndef gone(*args):\n    raise KeyError('price')\n"
        "builtins.len = None\nbuiltins.str = None\ndef sell(basket):\n    return 0\n",
    ),
    "its error claims to come from the checks": (
        WHOLE,
        "def sell(basket):\n"
        "    exec(compile('\\n' * 16 + 'raise KeyError()', 'checks.py', 'exec'))\n",
    ),
    "it prints what a stand-in would": (
        WHOLE,
        "print('the stand-in was asked for something')\ndef sell(basket):\n    return None\n",
    ),
    "it lets an error of the scenario's own task through": (
        TASKS,
        "def try_each(tasks):\n    return [task() for task in tasks]\n",
    ),
    "it swallows an error that the scenario looks for": (
        TASKS,
        "def try_each(tasks):\n    return ['fine' for task in tasks]\n",
    ),
}


@pytest.mark.parametrize("solution", [SOLUTION, None], ids=["solution", "handout"])
@pytest.mark.parametrize("what", BLAMED)
def test_nobody_is_excused_whose_work_makes_a_line_of_the_checks_fail(
    tmp_path: Path, what: str, solution: str | None
) -> None:
    body, text = BLAMED[what]
    course = make(tmp_path, body, solution=solution)
    assert graded(course, SOLUTION).verdict == "passed"
    result = graded(course, text)
    assert (result.verdict, result.earned) == ("failed", 0)


def test_a_name_that_is_missing_is_still_to_be_written(tmp_path: Path) -> None:
    result = graded(make(tmp_path, WHOLE), "def sold(basket):\n    return 1\n")
    assert (result.verdict, result.message) == (
        "not-done",
        "sell() is not in lock.py. The check calls it by this name: keep the names that the "
        "skeleton has.",
    )


def test_the_solution_is_run_where_the_submission_never_is(tmp_path: Path) -> None:
    checks = load_checks(toy.make_course(tmp_path) / "03_lock" / "checks.py")
    failing = toy.ends({"failure": ["KeyError", "'x'", "checks.py", 6]})
    theirs, others = toy.ToyShop(), toy.ToyShop()
    examiner = Examiner(
        checks,
        SourceText("lock.py", failing),
        Settings(schedules=4),
        exercise="03_lock",
        open_machine=theirs,
        reference=SourceText("lock.py", "# the solution\n" + failing),
        open_other=others,
    )
    assert examiner.examine(checks.checks[0]).verdict == "unsure"
    assert [program.source for program, _, _ in theirs.opened] == [failing]
    assert [program.source for program, _, _ in others.opened] == ["# the solution\n" + failing]
