"""Which function of a file is run: one that the file defines, in whichever way, or a clear word."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.commands.program import Unusable, read_program

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    "program",
    [
        "def main(): pass\n",
        "if True:\n    def main(): pass\n",
        "try:\n    pass\nfinally:\n    main = print\n",
        "main = lambda: 1\n",
        "(main := print)\n",
        "from os import getpid as main\n",
        "import main\n",
        "from os import *\n",
        "class main: pass\n",
        "def make():\n    global main\n    main = print\nmake()\n",
        "match print:\n    case main: pass\n",
    ],
)
def test_a_file_that_binds_the_name_is_run(tmp_path: Path, program: str) -> None:
    (tmp_path / "a.py").write_text(program)
    assert read_program(f"{tmp_path}/a.py:main")[2].function == "main"


@pytest.mark.parametrize(
    "program",
    [
        "def other():\n    def main(): pass\n",
        "class Box:\n    def main(self): pass\n",
        "async def main(): pass\n",
        "x = [main for main in [1]]\n",
        "def other(main): main = 1\n",
        "box.main = 1\n",
        "print(main)\n",
    ],
)
def test_one_that_has_the_name_elsewhere_is_told_to_have_no_such_function(
    tmp_path: Path, program: str
) -> None:
    (tmp_path / "a.py").write_text(program)
    with pytest.raises(Unusable, match=r"^a\.py has no function main\(\)\. "):
        read_program(f"{tmp_path}/a.py:main")
