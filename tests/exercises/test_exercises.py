"""What every exercise must be like, as far as it can be told without running a check."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from grader.checks.load import load_checks
from grader.course.course import Course, Exercise, load_course
from grader.model.causes import Cause

ROOT = Path(__file__).parents[2]
LINES = 60
POINTS = 10
BONUS_POINTS = 5
HEADINGS = [
    "The story",
    "What to build",
    "What is given",
    "An example run",
    "How it is checked",
    "What you should know",
]
MAIN_GUARD = 'if __name__ == "__main__":\n'
NEVER_SAID = re.compile(r"\b(just|simply|obviously|of course|trivial\w*)\b", re.IGNORECASE)


def course() -> Course:
    return load_course(ROOT / "exercises", ROOT / "solutions")


@pytest.fixture(params=course().exercises, ids=lambda exercise: exercise.name)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return request.param


def solutions_of(exercise: Exercise) -> Path:
    assert exercise.solutions is not None, f"{exercise.name} has no solutions"
    return exercise.solutions


def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree, which must be valid on the oldest Python that is supported."""
    return ast.parse(path.read_text("utf-8"), str(path), feature_version=(3, 11))


def functions(module: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}


def checks(exercise: Exercise) -> dict[str, dict[str, ast.expr]]:
    """Return each check's keyword arguments, by its name, in the file's order."""
    found = {}
    for name, function in functions(tree(exercise.checks)).items():
        for decorator in function.decorator_list:
            if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "check":
                found[name] = {word.arg: word.value for word in decorator.keywords if word.arg}
    return found


def points(exercise: Exercise) -> list[float]:
    return [ast.literal_eval(options["points"]) for options in checks(exercise).values()]


def is_extra(exercise: Exercise) -> bool:
    """Say whether an exercise is beyond the course, and gives bonus points; never half of both."""
    marks = {
        "bonus" in options and ast.literal_eval(options["bonus"])
        for options in checks(exercise).values()
    }
    (mark,) = marks
    return mark


def unfinished(module: ast.Module) -> set[str]:
    """Return the names of the functions that a student writes."""
    return {
        name
        for name, function in functions(module).items()
        if any(
            isinstance(node, ast.Raise) and "NotImplementedError" in ast.unparse(node)
            for node in ast.walk(function)
        )
    }


def without_docstring(function: ast.FunctionDef) -> str:
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return "\n".join(map(ast.unparse, body))


# --- the skeleton


def test_the_untouched_skeleton_runs_and_says_what_is_to_do(exercise: Exercise, tmp_path: Path):
    ran = subprocess.run(
        [sys.executable, "-B", exercise.skeleton],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    first, *rest = ran.stdout.splitlines()
    assert first
    assert rest[-1].startswith("Still to do: TODO ")


def test_the_skeleton_is_short(exercise: Exercise):
    assert len(exercise.skeleton.read_text("utf-8").splitlines()) <= LINES


def test_the_skeleton_does_not_hide_a_module_of_pythons_own(exercise: Exercise):
    assert exercise.skeleton.stem not in sys.stdlib_module_names


def test_the_skeletons_todos_are_numbered_from_1(exercise: Exercise):
    numbers = re.findall(r"# TODO (\d)", exercise.skeleton.read_text("utf-8"))
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
    assert 1 <= len(numbers) <= 4


def test_every_function_to_write_has_a_docstring(exercise: Exercise):
    module = tree(exercise.skeleton)
    to_write = unfinished(module)
    assert to_write
    assert [n for n in to_write if not ast.get_docstring(functions(module)[n])] == []


def test_nothing_of_the_solution_is_in_the_exercise(exercise: Exercise):
    skeleton = tree(exercise.skeleton)
    given = {line.strip() for line in ast.unparse(skeleton).splitlines()}
    reference = functions(tree(solutions_of(exercise) / exercise.file))
    own = {
        line.strip()
        for name in unfinished(skeleton)
        for line in without_docstring(reference[name]).splitlines()
    }
    shown = (exercise.skeleton, exercise.readme, exercise.checks)
    told = "\n".join(path.read_text("utf-8") for path in shown)
    assert own
    assert [line for line in sorted(own - given) if len(line) >= 24 and line in told] == []


# --- the task's text


def test_the_readme_has_a_title_and_its_sections_in_order(exercise: Exercise):
    text = exercise.readme.read_text("utf-8")
    assert text.startswith(f"# {exercise.title}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


def test_the_readme_names_the_file_and_every_function_to_write(exercise: Exercise):
    text = exercise.readme.read_text("utf-8")
    assert f"You edit and hand in `{exercise.file}`." in text
    assert f"`grader check {exercise.file}`" in text
    assert f"$ python {exercise.file}\n" in text
    skeleton = functions(tree(exercise.skeleton))
    called = {
        node.func.attr
        for function in functions(tree(exercise.checks)).values()
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "student"
    }
    assert called
    for name in called:
        signature = f"`{name}({ast.unparse(skeleton[name].args)})"
        assert signature in text


def test_the_readme_says_the_points_of_each_check_in_order(exercise: Exercise):
    kind = "bonus points?" if is_extra(exercise) else "points?"
    said = re.findall(rf"\((\d+) {kind}\)[,.]", exercise.readme.read_text("utf-8"))
    assert [float(number) for number in said] == points(exercise)


def test_the_example_run_begins_as_the_skeleton_does(exercise: Exercise):
    begun = exercise.readme.read_text("utf-8").partition(f"$ python {exercise.file}\n")[2]
    first = begun.splitlines()[0].strip()
    assert f'print("{first}")' in exercise.skeleton.read_text("utf-8")


@pytest.mark.parametrize("suffix", [".py", ".md"])
def test_a_student_is_not_told_that_anything_is_easy(exercise: Exercise, suffix: str):
    for path in exercise.folder.glob(f"*{suffix}"):
        assert NEVER_SAID.findall(path.read_text("utf-8")) == []


# --- the checks


def test_there_are_3_to_5_checks_worth_10_points_or_2_to_4_worth_5_bonus_points(exercise: Exercise):
    if is_extra(exercise):
        assert 2 <= len(checks(exercise)) <= 4
        assert sum(points(exercise)) == BONUS_POINTS
    else:
        assert 3 <= len(checks(exercise)) <= 5
        assert sum(points(exercise)) == POINTS


def test_the_readme_has_the_course_in_its_table_and_the_extra_exercises_below_it():
    text = (ROOT / "README.md").read_text("utf-8")
    table, _, below = text.partition("Beyond the course, for bonus points:\n")
    listed = re.findall(r"^\| \[exercises/(\w+)\]\(exercises/\1/README.md\)", table, re.MULTILINE)
    extra = re.findall(r"^\[(\w+)\]\(exercises/\1/README.md\)", below, re.MULTILINE)
    first, *others, last = [each.name for each in course().exercises if not is_extra(each)]
    assert last == "20_start_methods"  # written last, and best done after the first
    assert listed == [first, last, *others]
    assert extra == [each.name for each in course().exercises if is_extra(each)]


def test_hints_go_from_a_question_to_a_pointer(exercise: Exercise):
    for check in load_checks(exercise.checks).checks:
        assert len(check.hints) >= 2, check.name
        assert "?" in check.hints[0], check.name
        assert len(set(check.hints)) == len(check.hints), check.name


def test_every_check_has_a_sentence_that_ends(exercise: Exercise):
    for check in load_checks(exercise.checks).checks:
        assert check.title[:1].isupper(), check.name
        assert check.title.endswith("."), check.name
        assert len(check.title) <= 100, check.name


def test_a_judgement_asks_its_run_and_digs_in_no_trace(exercise: Exercise):
    seen = [ast.unparse(node) for node in ast.walk(tree(exercise.checks))]
    assert [text for text in seen if text.endswith(".trace")] == []


# --- the solutions


# Examples sleep for real seconds.
@pytest.mark.parametrize(
    "method", ["this Python's own", pytest.param("forkserver", marks=pytest.mark.long)]
)
def test_the_example_run_of_the_reference_ends_well(
    exercise: Exercise, method: str, tmp_path: Path
):
    folder = tmp_path / exercise.name
    shutil.copytree(exercise.folder, folder)
    program = (solutions_of(exercise) / exercise.file).read_text("utf-8")
    if method == "forkserver":  # what it is from 3.14 on
        chosen = '    __import__("multiprocessing").set_start_method("forkserver")\n'
        assert program.count(MAIN_GUARD) == 1
        program = program.replace(MAIN_GUARD, MAIN_GUARD + chosen)
    (folder / exercise.file).write_text(program, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-B", exercise.file],
        capture_output=True,
        text=True,
        cwd=folder,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    first = ran.stdout.splitlines()[0]
    assert f'print("{first}")' in exercise.skeleton.read_text("utf-8")


def test_every_check_has_wrong_solutions_and_every_wrong_solution_a_check(exercise: Exercise):
    folders = {path.name for path in (solutions_of(exercise) / "wrong").iterdir()}
    assert folders == set(checks(exercise))
    for folder in folders:
        assert list((solutions_of(exercise) / "wrong" / folder).glob("*.py")), folder


def test_every_wrong_solution_says_its_cause_and_what_is_wrong(exercise: Exercise):
    for path in solutions_of(exercise).glob("wrong/*/*.py"):
        first, second, *_ = path.read_text("utf-8").splitlines()
        found = re.fullmatch(r"# cause: ([\w-]+)", first)
        assert found, path
        assert found[1] in get_args(Cause), path
        assert re.fullmatch(r"# .+\.", second), path


def test_there_are_at_least_two_other_right_solutions_with_their_idea_on_top(exercise: Exercise):
    right = sorted(solutions_of(exercise).glob("right/*.py"))
    assert len(right) >= 2
    for path in right:
        assert ast.get_docstring(tree(path)), path


def test_one_right_solution_starts_its_processes_with_spawn(exercise: Exercise):
    texts = [path.read_text("utf-8") for path in solutions_of(exercise).glob("right/*.py")]
    assert any('get_context("spawn")' in text for text in texts)


def test_every_solution_keeps_what_is_given(exercise: Exercise):
    skeleton = tree(exercise.skeleton)
    given = set(functions(skeleton)) - unfinished(skeleton)
    assert given
    for path in solutions_of(exercise).rglob("*.py"):
        kept = functions(tree(path))
        for name in given:
            expected = without_docstring(functions(skeleton)[name])
            assert without_docstring(kept[name]) == expected, f"{name} in {path}"


def test_no_two_solutions_are_the_same(exercise: Exercise):
    paths = sorted(solutions_of(exercise).rglob("*.py"))
    assert len({ast.dump(tree(path)) for path in paths}) == len(paths)
