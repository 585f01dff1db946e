"""``explore`` and ``replay`` of files that are run as a whole, and of data files beside them."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from grader.commands.beside import MOST_BYTES, data_beside
from grader.commands.explore import Result, explore_file
from grader.commands.program import Unusable
from grader.commands.replay import replay_file
from grader.commands.script import NOTE
from grader.settings import Settings

METHODS = ["fork", "spawn", "forkserver"]
COUNTER = """\
import sys
from multiprocessing import Process, Value


def add(v):
    for _ in range(2):
        v.value += 1


if __name__ == "__main__":
    v = Value("i", 0)
    ps = [Process(target=add, args=(v,)) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print("counter is", v.value, sys.argv, __name__)
"""


def explored(folder: Path, text: str, method: str = "fork", schedules: int = 5) -> Result:
    path = folder / "count.py"
    path.write_text(text)
    settings = Settings(schedules=schedules).with_("test", start_method=method)
    return explore_file(str(path), settings)


def ends(result: Result) -> list[tuple[str, object, int]]:
    return [(each.how, each.value, each.count) for each in result.exploration.outcomes]


@pytest.mark.parametrize("method", METHODS)
def test_a_file_without_main_is_run_as_a_script(tmp_path: Path, method: str) -> None:
    result = explored(tmp_path, COUNTER, method)
    assert result.exploration.program == "count.py:__main__"
    first, other = ends(result)
    assert first == ("printed", [result.printed.rstrip("\n")], 1)
    assert other == ("printed", [result.printed.rstrip("\n").replace("is 4", "is 2")], 1)
    assert result.finding is not None
    assert result.finding.cause == "lost-update"
    assert result.printed == "counter is 4 ['count.py'] __main__\n"
    assert result.notes == (NOTE,)


@pytest.mark.parametrize("method", METHODS)
def test_a_script_s_children_import_it_under_python_s_other_name(
    tmp_path: Path, method: str
) -> None:
    result = explored(
        tmp_path,
        """\
from multiprocessing import Process

NAMES = []
NAMES.append(__name__)

def show():
    print(NAMES, __name__, show.__module__)

if __name__ == "__main__":
    NAMES.append("changed")
    p = Process(target=show)
    p.start()
    p.join()
""",
        method,
        1,
    )
    forked = "['__main__', 'changed'] __main__ __main__\n"
    fresh = "['__mp_main__'] __mp_main__ __mp_main__\n"
    assert result.printed == (forked if method == "fork" else fresh)


def test_a_script_may_stand_loose_at_the_top_level(tmp_path: Path) -> None:
    text = COUNTER.replace('if __name__ == "__main__":', "if True:")
    result = explored(tmp_path, text)
    first, other = ends(result)
    assert first == ("printed", [result.printed.rstrip("\n")], 1)
    assert other == ("printed", [result.printed.rstrip("\n").replace("is 4", "is 2")], 1)
    assert result.finding is not None
    assert result.finding.cause == "lost-update"
    spawned = explored(tmp_path, text, "spawn")
    assert spawned.finding is not None
    assert spawned.finding.cause == "needs-fork"
    assert (
        "add-1 is a new interpreter, which imports the program's file first, and the file starts "
        "processes while it is imported at line 14." in spawned.finding.message
    )


def test_what_goes_wrong_in_a_script_is_told_as_such_and_replayed(tmp_path: Path) -> None:
    result = explored(tmp_path, "print('go')\n[].pop()\n")
    assert result.finding is not None
    assert (result.finding.kind, result.finding.cause) == ("crash", "exception")
    assert result.finding.message.splitlines()[:3] == [
        "The program failed with IndexError: pop from empty list",
        "  main  line 2  in <module>",
        "  Nothing caught the exception, so the program ended there.",
    ]
    assert result.command == f"grader replay K1pc: {tmp_path / 'count.py'}"
    again = replay_file("K1pc:", str(tmp_path / "count.py"), Settings())
    assert again.finding is not None
    assert again.finding.message == result.finding.message


def test_a_deadlock_of_a_script_is_found_and_replayed_with_its_start_method(tmp_path: Path) -> None:
    text = """\
from multiprocessing import Lock, Process


def clerk(first, second):
    with first, second:
        pass


if __name__ == "__main__":
    a, b = Lock(), Lock()
    clerks = [Process(target=clerk, args=pair) for pair in ((a, b), (b, a))]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
"""
    result = explored(tmp_path, text, "spawn", 50)
    assert result.finding is not None
    assert result.finding.cause == "lock-cycle"
    assert result.finding.replay.startswith("K1pcs:")
    again = replay_file(result.finding.replay, str(tmp_path / "count.py"), Settings())
    assert again.finding is not None
    assert again.finding.cause == "lock-cycle"


def test_a_main_is_called_and_the_script_only_on_demand(tmp_path: Path) -> None:
    text = 'def main():\n    return 1\n\nif __name__ == "__main__":\n    print("as a script")\n'
    called = explored(tmp_path, text)
    assert (called.exploration.program, called.printed, called.notes) == ("count.py:main", "", ())
    assert ends(called) == [("returned", 1, 1)]
    script = explore_file(f"{tmp_path / 'count.py'}:__main__", Settings(schedules=1))
    assert script.printed == "as a script\n"


def test_a_script_that_exits_by_itself(tmp_path: Path) -> None:
    assert ends(explored(tmp_path, "import sys\nprint(1)\nsys.exit()\n")) == [("printed", ["1"], 1)]
    result = explored(tmp_path, "import sys\nsys.exit(3)\n")
    assert result.finding is not None
    assert "The program ended itself with an error." in result.finding.message


def test_a_file_that_does_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as refused:
        explored(tmp_path, '"A text."\nimport os\nLIMIT = 3\n\ndef add(v):\n    return v\n')
    assert str(refused.value) == (
        "count.py has no function main(). It has add. Name the one to run, such as count.py:add."
    )


def test_a_script_has_no_value_to_expect(tmp_path: Path) -> None:
    (tmp_path / "count.py").write_text(COUNTER)
    with pytest.raises(Unusable) as refused:
        explore_file(str(tmp_path / "count.py"), Settings(schedules=1), expected="4")
    assert str(refused.value) == (
        "count.py is run as a script, which returns nothing that could be compared with the "
        "expected value. Name the function that returns it, as FILE:FUNCTION."
    )


def test_data_beside_a_program_is_there_in_every_run(tmp_path: Path) -> None:
    (tmp_path / "logs" / "old").mkdir(parents=True)
    (tmp_path / "logs" / "a.log").write_text("1 2")
    (tmp_path / "logs" / "old" / "b.log").write_text("3")
    (tmp_path / "numbers.txt").write_text("4 5")
    (tmp_path / "other.csv").write_text("6")
    result = explored(
        tmp_path,
        """\
from pathlib import Path
import os

here = Path(__file__).parent
texts = [path.read_text() for path in (Path("logs/a.log"), here / "numbers.txt")]
texts.append(Path("logs", "old", "b.log").read_text())
Path("numbers.txt").write_text("changed")
print(texts, os.path.exists("other" + chr(46) + "csv"), os.path.exists(__file__))
""",
        schedules=3,
    )
    assert result.finding is None
    assert {run.trace.output for run in result.exploration.runs} == {
        "['1 2', '4 5', '3'] False True\n"
    }
    assert result.notes[1:] == (
        "Each run finds these files of the program's folder: numbers.txt, logs/a.log, "
        "logs/old/b.log.",
    )
    assert (tmp_path / "numbers.txt").read_text() == "4 5"


def test_data_is_there_for_a_function_as_well(tmp_path: Path) -> None:
    (tmp_path / "numbers.txt").write_text("4 5")
    text = "def main():\n    with open('numbers.txt') as file:\n        return file.read()\n"
    result = explored(tmp_path, text, schedules=1)
    assert ends(result) == [("returned", "4 5", 1)]


def taken(folder: Path, text: str) -> tuple[list[str], tuple[str, ...]]:
    files, notes = data_beside(folder / "p.py", ast.parse(text))
    return sorted(files), notes


def test_what_data_a_program_speaks_of(tmp_path: Path) -> None:
    for name in ("a.txt", "b.csv", "c.py", "data", ".hidden.txt", "in/d.txt", "venv/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    os.symlink("/etc/passwd", tmp_path / "link.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert taken(tmp_path, "x = 1\n") == ([], ())
    assert taken(tmp_path, "open('a.txt')\n")[0] == ["a.txt", "in/d.txt"]  # by its ending, too
    assert taken(tmp_path, "open('data')\n")[0] == ["data"]
    assert taken(tmp_path, "open(f'{n}.csv')\n")[0] == ["b.csv"]
    assert taken(tmp_path, "open('in/d')\n")[0] == ["in/d.txt"]
    everything = ["a.txt", "b.csv", "data", "in/d.txt"]
    assert taken(tmp_path, "import os\nos.listdir()\n")[0] == everything
    assert taken(tmp_path, "from glob import glob\nglob(x)\n")[0] == everything


def test_what_is_too_much_is_left_out_and_told(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * (MOST_BYTES + 1))
    (tmp_path / "small.txt").write_text("x")
    assert taken(tmp_path, "open('big.txt')\n") == (
        ["small.txt"],
        (
            "Each run finds these files of the program's folder: small.txt.",
            "Left out of the runs, since no more than 200 files and 1024 KiB together are copied: "
            "big.txt.",
        ),
    )
    for number in range(300):
        (tmp_path / f"{number:03}.dat").write_text("x")
    files, notes = taken(tmp_path, "open('000.dat')\n")
    assert len(files) == 200
    assert notes == (
        "Each run finds these files of the program's folder: 000.dat, 001.dat, 002.dat, 003.dat, "
        "004.dat, 195 more.",
        "Left out of the runs, since no more than 200 files and 1024 KiB together are copied: "
        "200.dat, 201.dat, 202.dat, 203.dat, 204.dat, 95 more.",
    )
