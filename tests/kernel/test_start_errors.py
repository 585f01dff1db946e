"""Why a sandbox did not start, in one message."""

from __future__ import annotations

import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.kernel import launching, sandbox
from grader.kernel.launching import GUEST
from grader.kernel.sandbox import Sandbox, SandboxError
from grader.settings import Settings


class TestErrors:
    def test_no_such_interpreter(self) -> None:
        with pytest.raises(SandboxError) as caught:
            Sandbox(Settings(), python="/no/such/python")
        assert str(caught.value) == "/no/such/python can't be started: No such file or directory"

    def test_an_interpreter_that_fails(self, tmp_path: Path) -> None:
        script = tmp_path / "python"
        script.write_text(f"#!{sys.executable}\nimport sys; sys.exit('I am broken')\n")
        script.chmod(0o755)
        with pytest.raises(SandboxError) as caught:
            Sandbox(Settings(), python=str(script))
        assert str(caught.value) == "the sandbox did not start; it said: I am broken"

    def test_an_update_of_the_grader_while_it_runs(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Both sides of the protocol must be of one version."""
        copy = shutil.copytree(GUEST, tmp_path / "guest")
        monkeypatch.setattr(launching, "GUEST", copy)
        monkeypatch.setattr(sandbox, "_files_at_first", cache(sandbox._guest_files))
        with Sandbox(Settings()):
            pass
        (copy / "wire.py").write_text("new = True\n")
        said = r"^the grader's own files have changed while it ran: start it again$"
        with pytest.raises(SandboxError, match=said):
            Sandbox(Settings())

    def test_no_such_import_folder(self) -> None:
        with pytest.raises(SandboxError) as caught:
            Sandbox(Settings(), import_folders=("/no/such/folder", "/usr"))
        assert str(caught.value) == "no such folder to import from: /no/such/folder"

    @pytest.mark.parametrize("isolation", ["best", "none"])
    def test_an_entry_that_fails_as_it_is_loaded(
        self, tmp_path: Path, temporary: Path, isolation: Any
    ) -> None:
        entry = tmp_path / "entry.py"
        entry.write_text("1 / 0")
        with pytest.raises(SandboxError) as caught:
            Sandbox(Settings(isolation=isolation), entry=str(entry))
        assert [*temporary.iterdir()] == []
        message = str(caught.value)
        assert message.startswith("the sandbox did not start; it said: Traceback (most recent call")
        assert message.endswith("ZeroDivisionError: division by zero")
