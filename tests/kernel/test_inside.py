"""What a program finds in its sandbox."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.kernel.launching import GUEST
from grader.settings import MIB, Settings
from tests.engine.engine import VERSIONS, interpreter

from .conftest import HERE, PROJECT, WAYS, Box, Way


class TestInside:
    def test_the_grader_knows_the_zygote_by_its_own_numbers(self, box: Box) -> None:
        pid = box.sandbox.pid
        assert b"launch.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
        assert sorted(os.listdir(f"/proc/{pid}/fd")) == ["0", "1", "2", "3"]
        # Belongs to its user, so that a grader without privileges may look as well.
        assert os.stat(f"/proc/{pid}").st_uid == box.ask("import os; answer = os.getuid()") or (
            box.way.weaker
        )

    def test_there_is_no_project(self, box: Box) -> None:
        assert box.error("import grader") == "ModuleNotFoundError: No module named 'grader'"
        assert box.error("import pytest") == "ModuleNotFoundError: No module named 'pytest'"
        if box.protects("files"):
            places = [str(PROJECT), str(HERE), os.path.expanduser("~/.ssh"), "/home", "/var"]
            assert box.ask(f"import os; answer = [*filter(os.path.exists, {places!r})]") == []

    def test_the_root_holds_what_python_needs(self, box: Box) -> None:
        if not box.protects("files"):
            pytest.skip("the root is the machine's")
        top = {*box.ask("import os; answer = os.listdir('/')")}
        system = {"usr", "bin", "sbin", "lib", "lib32", "lib64", "libx32", "etc"}
        prefix = Path(sys.base_prefix).parts[1]
        assert top - system - {prefix} == {"dev", "proc", "sandbox", "tmp"}
        assert box.ask("import os; answer = sorted(os.listdir('/etc'))") == [
            "group",
            "hosts",
            "ld.so.cache",
            "passwd",
        ]
        assert box.ask("import pwd, os; answer = pwd.getpwuid(os.getuid()).pw_name") == "student"

    def test_there_are_no_other_processes(self, box: Box) -> None:
        if box.protects("proc"):
            pids, own = box.ask("""
import os
answer = sorted(map(int, filter(str.isdigit, os.listdir('/proc')))), os.getpid()
""")
            assert pids == [1, own]
            assert not box.ask("import os; answer = os.path.exists('/proc/sys')")
        if box.protects("processes"):
            error = box.error(f"import os; os.kill({os.getpid()}, 0)")
            assert error == "ProcessLookupError: [Errno 3] No such process"

    def test_there_is_no_network_but_a_loopback_of_its_own(self, box: Box) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            place = server.getsockname()
            connect = f"import socket; socket.create_connection({place!r}).close()"
            if box.protects("network"):
                assert box.error(connect) == (
                    "ConnectionRefusedError: [Errno 111] Connection refused"
                )
                names = "import socket; answer = [name for _, name in socket.if_nameindex()]"
                assert box.ask(names) == ["lo"]
                # The same port as the machine's, which here is free.
                assert box.ask(f"""
from multiprocessing.connection import Client, Listener
from threading import Thread
listener = Listener(("localhost", {place[1]}))
Thread(target=lambda: Client(listener.address).send("heard")).start()
answer = listener.accept().recv()
""") == "heard"  # fmt: skip

    def test_there_is_no_privilege_to_be_had(self, box: Box) -> None:
        words = dict(
            line.split(":\t", 1)
            for line in Path(f"/proc/{box.sandbox.pid}/status").read_text().splitlines()
        )
        for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
            assert int(words[kind], 16) == 0
        assert words["NoNewPrivs"] == "1"
        if box.protects("user"):
            assert box.ask("import os; answer = os.getuid()") != 0
            assert box.error("import os; os.setuid(0)") in (
                "PermissionError: [Errno 1] Operation not permitted",
                "OSError: [Errno 22] Invalid argument",  # a user namespace knows no such user
            )

    def test_there_are_no_more_namespaces_to_be_had(self, box: Box) -> None:
        if box.protects("files"):
            assert box.ask("""
import ctypes
answer = [ctypes.CDLL(None).unshare(flag) for flag in (0x10000000, 0x00020000)]
""") == [-1, -1]  # fmt: skip

    def test_the_environment_is_the_same_everywhere(
        self, boxes: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SECRET", "hunter2")
        with boxes(WAYS["all"]) as box:
            names = box.ask("import os; os.environ.pop('LC_CTYPE', 0); answer = dict(os.environ)")
        names.pop("LD_LIBRARY_PATH", None)
        assert len(names.pop("GRADER_SANDBOX")) == 16
        assert names == {
            "HOME": "/tmp",
            "LANG": "C.UTF-8",
            "MALLOC_ARENA_MAX": "2",
            "PATH": "/usr/bin:/bin",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "TMPDIR": "/tmp",
            "TZ": "UTC",
        }

    def test_signals_are_as_python_has_them(self, box: Box) -> None:
        assert box.ask("""
import signal
answer = [str(signal.getsignal(n)) for n in (2, 13, 15, 17)] + [*signal.pthread_sigmask(0, [])]
""")[1:] == [
            str(signal.Handlers.SIG_IGN),
            str(signal.Handlers.SIG_DFL),
            str(signal.Handlers.SIG_DFL),
        ]  # fmt: skip

    def test_the_configuration_says_where_things_are(self, box: Box) -> None:
        config = box.ask("answer = config")
        work = "/sandbox/work" if box.protects("files") else config["work_dir"]
        temporary = box.ask("import tempfile; answer = tempfile.gettempdir()")
        assert config == {
            "import_folders": [],
            "last_pid": None,  # for our own zygote alone
            "scratch": [temporary, "/dev/shm"] if box.protects("files") else [temporary],
            "work_dir": work,
        }
        assert box.ask("import os; answer = [os.getcwd(), os.listdir()]") == [work, []]

    def test_the_caller_adds_to_the_configuration(self, boxes: Callable[..., Any]) -> None:
        with boxes(WAYS["all"], config={"colour": "blue"}) as box:
            assert box.ask("answer = config['colour']") == "blue"

    def test_it_stays_on_one_processor_if_told_so(self, boxes: Callable[..., Any]) -> None:
        cpu = max(os.sched_getaffinity(0))
        with boxes(WAYS["all"], cpu=cpu) as box:
            assert box.ask("import os; answer = [*os.sched_getaffinity(0)]") == [cpu]

    def test_output_comes_through_one_large_pipe(self, box: Box) -> None:
        box.ask("import os; os.write(1, b'out '); os.write(2, b'err ' + bytes(900_000))")
        parts = [os.read(box.sandbox.output, 2 * MIB)]
        assert b"".join(parts) == b"out err " + bytes(900_000)
        with pytest.raises(BlockingIOError):
            os.read(box.sandbox.output, 1)
        assert box.ask("import sys; answer = sys.stdin.read()") == ""

    def test_standard_output_can_be_opened_by_name(self, box: Box) -> None:
        if "nobody" in box.way.weaker:
            pytest.skip("the pipe was made by another user, which no grader does")
        box.ask("with open('/dev/stdout', 'w') as out: out.write('again')")
        assert os.read(box.sandbox.output, 100) == b"again"


class TestFiles:
    def test_can_be_written_in_its_own_folders_only(self, box: Box) -> None:
        box.ask("open('mine', 'w').write('x'); import os; os.unlink('mine')")
        box.ask("import tempfile; tempfile.TemporaryFile().write(b'x')")
        if box.protects("files"):
            for folder in ("/", "/usr", "/etc", "/sandbox", "/sandbox/guest", "/dev", "/proc"):
                error = box.error(f"open('{folder}/new', 'w')")
                assert error.startswith(("OSError: [Errno 30]", "PermissionError", "FileNotFound"))
            error = box.error("import os; open(os.__file__, 'a')")
            assert error.startswith(("OSError: [Errno 30]", "PermissionError"))
        elif box.protects("user"):
            for folder in ("/", "/usr", "/etc", str(GUEST)):
                assert box.error(f"open('{folder}/new', 'w')").startswith("PermissionError")

    def test_are_private_to_the_user(self, box: Box) -> None:
        mode = "import os; open('m', 'w'); answer = os.stat('m').st_mode & 0o777; os.unlink('m')"
        assert box.ask(mode) == 0o600

    @pytest.mark.parametrize("mode", [0o755, 0o700])
    def test_of_an_import_folder_can_be_imported_and_not_changed(
        self, boxes: Callable[..., Any], tmp_path: Path, mode: int
    ) -> None:
        (tmp_path / "package").mkdir()
        (tmp_path / "package" / "__init__.py").write_text("colour = 'blue'")
        tmp_path.chmod(mode)
        with boxes(WAYS["all"], import_folders=(str(tmp_path),)) as box:
            assert box.ask("import package; answer = package.colour") == "blue"
            assert box.ask("answer = config['import_folders']") == [str(tmp_path)]
            assert box.error(f"open('{tmp_path}/package/new', 'w')").startswith(
                ("OSError: [Errno 30] Read-only file system", "PermissionError")
            )

    def test_of_the_grader_stay_hidden_in_an_import_folder(self, boxes: Callable[..., Any]) -> None:
        with boxes(WAYS["all"], import_folders=(str(PROJECT),)) as box:
            assert box.ask("import tests, os; answer = os.path.isfile(tests.__file__)")
            assert box.error("import grader.settings") == (
                "ModuleNotFoundError: No module named 'grader.settings'"
            )


class TestMultiprocessing:
    """CPython's own, for real: what it needs of the system is there."""

    @pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
    def test_works(self, box: Box, method: str) -> None:
        assert box.ask(f"""
import multiprocessing, operator
from multiprocessing.shared_memory import SharedMemory
context = multiprocessing.get_context("{method}")
lock, queue, array = context.Lock(), context.Queue(), context.Array("i", 3)
memory = SharedMemory(create=True, size=100)
process = context.Process(target=operator.methodcaller("put", "hello"), args=(queue,))
process.start()
with lock:
    answer = [queue.get()]
process.join()
with context.Pool(2) as pool:
    answer += pool.map(abs, [-1, 2])
with context.Manager() as manager:
    answer.append(dict(manager.dict(a=1)))
memory.close()
memory.unlink()
""") == ["hello", 1, 2, {"a": 1}]  # fmt: skip


@pytest.mark.parametrize("isolation", ["best", "none"])
@pytest.mark.parametrize("version", VERSIONS)
def test_any_supported_version_runs_the_students_code(
    boxes: Callable[..., Any], version: str, isolation: Any
) -> None:
    if (path := interpreter(version)) is None:
        pytest.skip(f"no CPython {version} on this machine")
    with boxes(Way(Settings(isolation=isolation)), python=path) as box:
        assert box.ask("import sys; answer = '%d.%d' % sys.version_info[:2]") == version
        assert box.ask("""
import ssl, sqlite3, ctypes, subprocess, sys
answer = subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True).stdout.decode()
""") == "1\n"  # fmt: skip
