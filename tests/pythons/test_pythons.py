"""The script that runs the tests elsewhere: what it copies, what it says where it can't."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.pythons import debian
from tests.pythons.debian import Root
from tests.pythons.run import PROJECT, SKIPPED, TIERS, copy_project, main


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="this is no checkout, but a copy")
def test_the_copy_is_the_checkout_without_what_git_ignores(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / "stale.py").write_text("")
    copy_project(tmp_path)
    assert (tmp_path / "pyproject.toml").read_bytes() == (PROJECT / "pyproject.toml").read_bytes()
    assert os.access(tmp_path / ".ci/run", os.X_OK) == os.access(PROJECT / ".ci/run", os.X_OK)
    assert (tmp_path / ".venv").is_dir(), "an environment that is there is used again"
    assert not (tmp_path / "stale.py").exists()
    assert not (tmp_path / ".git").exists()


def test_a_command_has_the_root_s_own_plain_environment(tmp_path: Path) -> None:
    words = Root(tmp_path).command(["true"], CI="true")
    assert words[:4] == ["unshare", "--mount", "sh", "-c"]
    assert words[6] == str(tmp_path)
    assert words[7:9] == ["env", "-i"]
    assert words[-2:] == ["CI=true", "true"]


def test_without_the_superuser_s_rights_it_says_so_and_skips(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian.os, "geteuid", lambda: 1000)
    ran = CliRunner().invoke(main, ["--root", str(tmp_path / "root")])
    assert (ran.exit_code, ran.output) == (
        SKIPPED,
        "skipped: only the superuser can make a Debian root\n",
    )
    assert not (tmp_path / "root").exists()


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian.os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", "/nowhere")
    assert debian.missing() == "debootstrap, unshare, pivot_root, git missing here"


def test_what_the_tiers_name_is_there() -> None:
    named = [
        word for words in TIERS.values() for word in words.split() if word.startswith("tests/")
    ]
    assert named
    assert [name for name in named if not (PROJECT / name).exists()] == []
