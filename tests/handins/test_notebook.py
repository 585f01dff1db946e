"""A notebook as a program: IPython's commands, and cells that only try something out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from grader.handins.submission import Submission, read_submission
from grader.model.source import SourceText

ASKED = frozenset({"clerk", "sell_all"})


def handed_in(folder: Path, *cells: str, asked: frozenset[str] = ASKED) -> Submission:
    path = folder / "lock.ipynb"
    v4 = nbformat.v4
    nodes = [v4.new_code_cell(cell) for cell in cells]
    path.write_text(nbformat.writes(v4.new_notebook(cells=nodes)))
    return read_submission(path, asked=asked)


def program(folder: Path, *cells: str) -> str:
    got = handed_in(folder, *cells)
    assert got.problem == ""
    return of(got).program.removesuffix("\n")


def of(submission: Submission) -> SourceText:
    assert submission.source is not None
    return submission.source


# --- commands


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("%matplotlib inline\nx = 1", "# %matplotlib inline\nx = 1"),
        ("import os\n!pip install 'it", "import os\n# !pip install 'it"),
        ("!pip install \\\n  numpy\nx = 1", "# !pip install \\\n#   numpy\nx = 1"),
        ("def clerk():\n    !ls (", "def clerk():\n    pass  # !ls ("),
        ("clerk?\nx = 1", "# clerk?\nx = 1"),
        ("?clerk\nx = 1", "# ?clerk\nx = 1"),
        ("files = !ls\nx = 1", "files = None  # files = !ls\nx = 1"),
        ("%%time\nx = 1", "# %%time\nx = 1"),
        ("%%writefile lock.py\nx = 1", "# %%writefile lock.py\nx = 1"),
        ("%%bash\nls (\n\nrm -r x", "# %%bash\n# ls (\n\n# rm -r x"),
        ("  x = 1\n  y = 2", "x = 1\ny = 2"),
    ],
)
def test_commands_become_comments_line_for_line(tmp_path: Path, cell: str, code: str) -> None:
    assert program(tmp_path, cell) == code


def test_commands_are_told(tmp_path: Path) -> None:
    assert handed_in(tmp_path, "%time\nx = 1\n!ls").notes == (
        "lock.ipynb: 2 lines with notebook commands (such as %time or !pip) left out of the "
        "program.",
    )


def test_a_percent_sign_that_goes_on_an_expression_is_python(tmp_path: Path) -> None:
    cell = "def clerk():\n    return (7\n% 4)\ns = '''\n!ls\n'''"
    assert program(tmp_path, cell) == cell
    assert handed_in(tmp_path, cell).notes == ()


def test_a_module_that_a_cell_writes_is_part_of_the_program(tmp_path: Path) -> None:
    cells = (
        "%%writefile work.py\ndef add(x):\n    return x + 1",
        "import work\nfrom work import add\nfrom work import add as plus",
        "def clerk(x):\n    return work.add(x) + add(x) + plus(x)",
    )
    code = program(tmp_path, *cells)
    assert code.splitlines()[3:6] == [
        'work = __import__("sys").modules[__name__]  # import work',
        "# from work import add",
        "plus = add  # from work import add as plus",
    ]
    (tmp_path / "lock.py").write_text(code)
    assert printed(tmp_path, "import lock; print(lock.clerk(1))") == "6\n"


# --- what is run


DEFINITIONS = """\
import time
from multiprocessing import Process, Value
TICKETS = 3
prices = {"visa": 1}


def clerk(stock):
    return stock, TICKETS


class Till:
    size = TICKETS


def sell_all(lines, tickets):
    return clerk(lines), prices


if __name__ == "__main__":
    print(sell_all([], 3))"""


def test_definitions_are_run(tmp_path: Path) -> None:
    assert program(tmp_path, DEFINITIONS) == DEFINITIONS
    assert handed_in(tmp_path, DEFINITIONS).notes == ()


@pytest.mark.parametrize(
    "line",
    [
        "sell_all([], 1)",
        "print(sell_all([], 1))",
        "display(sell_all([], 1))",
        "left, sold = sell_all([], 1)",
        "assert sell_all([], 1) == 3",
        "get_ipython().system('ls')",
        "await asyncio.sleep(1)",
        "result = await sell_all([], 1)",
        "async for n in numbers(): print(n)",
        "async with opened() as file: print(file)",
        "print([n async for n in numbers()])",
        "workers = Process(target=clerk)",
        "workers.start()",
        "start = time.time()",
        "for n in range(3): sell_all([], n)",
        "with Value('i').get_lock(): sell_all([], 1)",
        "while True: pass",
        "import numpy as np",
        "from IPython.display import HTML",
        "sell_all([],\n  '''\n''')",
        "print(sell_all([], 1))  # what does it say?",
        "print(sell_all([], 1));",
    ],
)
def test_a_line_that_only_tries_something_out_is_shown_and_not_run(
    tmp_path: Path, line: str
) -> None:
    commented = "\n".join(f"# {row}" for row in line.split("\n"))
    assert program(tmp_path, DEFINITIONS, line) == f"{DEFINITIONS}\n{commented}"
    got = handed_in(tmp_path, DEFINITIONS, line)
    assert of(got).text == f"{DEFINITIONS}\n{line}\n"
    assert got.notes == ("Shown, but not run: cell 2. Nothing that is checked needs these lines.",)


def test_of_a_line_with_two_statements_one_may_be_run(tmp_path: Path) -> None:
    cell = 'print("é"); x = 1\nprint("""\n"""); y = 2'
    assert program(tmp_path, cell) == "pass; x = 1\npass\\\n; y = 2"
    assert handed_in(tmp_path, cell).notes == (
        "Shown, but not run: cell 1, lines 1, 2. Nothing that is checked needs these lines.",
    )


@pytest.mark.parametrize(
    "lines",
    [
        "lock = Lock()",
        "with open('names.txt') as file:\n    lock = file.read()",
        "lock = []\nfor n in range(3):\n    lock.append(n)",
        "lock = {}\nlock['visa'] = 1\nlock.update(x=2)",
        "try:\n    import numpy as lock\nexcept ImportError:\n    lock = None",
        "make = Lock\ndef helper(): return make()\nlock = helper()",
        "import numpy as lock",
        "class lock(BaseManager): pass\nlock.register('Till', Till)",
        "from tools import *\nlock = tool()",
    ],
)
def test_what_the_functions_need_is_run(tmp_path: Path, lines: str) -> None:
    cells = (lines, "def sell_all(lines, tickets):\n    return clerk()", "def clerk():\n    lock")
    assert program(tmp_path, *cells) == "\n".join(cells)


def test_what_only_a_function_needs_that_nobody_asks_for_is_not_run(tmp_path: Path) -> None:
    cells = ("def clerk(): ...", "result = clerk()", "def show():\n    print(result)", "show()")
    assert program(tmp_path, *cells).split("\n") == [
        *("def clerk(): ...", "# result = clerk()", "def show():", "    print(result)", "# show()")
    ]


def test_without_names_that_are_asked_for_every_function_counts(tmp_path: Path) -> None:
    cells = ("def main(): return result", "result = 3 + 4", "main()")
    got = handed_in(tmp_path, *cells, asked=frozenset())
    assert of(got).program == "def main(): return result\nresult = 3 + 4\n# main()\n"


def test_a_call_that_has_to_be_run_before_every_check_is_told(tmp_path: Path) -> None:
    cells = ("def clerk(): return stock", "def fill(): return 3", "# a try\nstock = fill()")
    assert handed_in(tmp_path, *cells).notes == (
        "Cell 3, line 2 is run before every check, since what is checked uses stock.",
    )


def test_a_function_that_is_written_twice_counts_as_the_last(tmp_path: Path) -> None:
    cells = ("def clerk(): return 1", "def clerk(): return 2")
    code = program(tmp_path, *cells)
    assert handed_in(tmp_path, *cells).notes == (
        "clerk is written more than once: cell 1, line 1; cell 2, line 1. The last one counts.",
    )
    (tmp_path / "lock.py").write_text(code)
    assert printed(tmp_path, "import lock; print(lock.clerk())") == "2\n"


def test_display_prints_where_a_function_uses_it(tmp_path: Path) -> None:
    cells = ("from IPython.display import display", "def clerk():\n    display(1, 'x', raw=True)")
    code = program(tmp_path, *cells)
    (tmp_path / "lock.py").write_text(code)
    assert printed(tmp_path, "import lock; lock.clerk()") == "1 x\n"


def test_a_future_import_that_is_not_the_first_line_is_not_run(tmp_path: Path) -> None:
    cells = ("x = 1", "from __future__ import annotations")
    assert program(tmp_path, *cells) == "x = 1\n# from __future__ import annotations"


def test_cells_do_not_go_on_in_the_next_one(tmp_path: Path) -> None:
    got = handed_in(tmp_path, "x = 1", "y = (1,", "2)\nz = 3")
    assert got.problem == (
        "Python can't read lock.ipynb: syntax error in cell 2, line 1: '(' was never closed. No "
        "check can run before this is mended. Look at that line, and at the line before it."
    )


def test_what_can_be_parsed_and_is_no_python_is_left_to_the_import(tmp_path: Path) -> None:
    cells = ("def clerk(a, a): ...", "print(1)")
    assert program(tmp_path, *cells) == "\n".join(cells)


def test_text_cells_do_not_count(tmp_path: Path) -> None:
    v4 = nbformat.v4
    cells = [
        v4.new_markdown_cell("```python\nx = 0\n```"),
        v4.new_code_cell("def clerk(): ..."),
        v4.new_raw_cell("def clerk( :"),
        v4.new_code_cell(""),
        v4.new_code_cell("\n\nx = ("),
    ]
    path = tmp_path / "lock.ipynb"
    path.write_text(nbformat.writes(v4.new_notebook(cells=cells)))
    assert "syntax error in cell 3, line 3: " in read_submission(path).problem


def printed(folder: Path, program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout
