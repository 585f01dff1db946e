"""What isolation there is, and how it is told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from grader.kernel.isolation import STEPS, Isolation
from grader.kernel.sandbox import Sandbox, SandboxError, probe
from grader.settings import Settings

from .conftest import PROJECT, WAYS, Box, Way


class TestIsolation:
    def test_is_what_the_way_promises(self, box: Box) -> None:
        assert {step for step in STEPS if box.protects(step)} == set(box.way.protects)

    def test_is_said_in_one_line(self) -> None:
        assert Isolation().words == (
            "isolated: own processes, files, network and user; limits in force"
        )
        some = Isolation((("proc", "no"), ("network", "no"), ("user", "you are not root")))
        assert some.words == (
            "limits in force; not protected: system information in /proc, network (no); "
            "other processes and files of the same user (you are not root)"
        )
        assert some.missing == (
            "system information in /proc (no)",
            "network (no)",
            "other processes and files of the same user (you are not root)",
        )

    def test_knows_its_steps(self) -> None:
        assert Isolation().protects("files")
        assert not Isolation((("files", "no"),)).protects("files")
        with pytest.raises(KeyError, match="fire"):
            Isolation().protects("fire")

    def test_is_found_by_a_probe(self) -> None:
        off = probe(Settings(isolation="none"))
        assert replace(off, ungrouped="").words == (
            "limits in force; not protected: other processes, files, system information in /proc, "
            "network, shared memory and message queues, host name, "
            "other processes and files of the same user (isolation is off)"
        )

    def test_is_found_though_a_probe_gets_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As when somebody kills it while it starts."""
        start, lost = subprocess.Popen, []

        def killed_at_first(*words: Any, **options: Any) -> Any:
            launcher = start(*words, **options)
            if len(lost) < 2:
                lost.append(launcher)
                launcher.kill()
            return launcher

        monkeypatch.setattr(subprocess, "Popen", killed_at_first)
        assert not probe(Settings(isolation="none")).full
        assert len(lost) == 2

    def test_is_refused_where_it_must_be_full_and_cannot(
        self, python: Callable[[Way], str]
    ) -> None:
        with pytest.raises(SandboxError) as caught:
            Sandbox(Settings(isolation="require"), python=python(WAYS["nothing"]))
        assert str(caught.value) == (
            "full isolation is required, but this machine denies it: other processes can't be "
            "protected (Operation not permitted (unshare))"
        )

    def test_goes_on_for_a_superuser_who_is_the_only_user(self) -> None:
        """As in a container without the machine's other users."""
        program = (
            "from dataclasses import replace; from grader.settings import Settings; "
            "from grader.kernel.sandbox import probe; "
            "print(replace(probe(Settings()), ungrouped='').words)"
        )
        done = subprocess.run(
            ["unshare", "--map-root-user", sys.executable, "-c", program],
            check=False,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            capture_output=True,
            text=True,
        )
        if "unshare failed" in done.stderr:
            pytest.skip("this machine allows no namespaces")
        assert done.stdout == (
            "limits in force; not protected: other processes and files of the same user "
            "(there is no other user to become)\n"
        )
