from __future__ import annotations

import json
import os
import resource
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.kernel import launching, sandbox
from grader.kernel.isolation import STEPS, Isolation
from grader.kernel.launching import CPU_SECONDS, GUEST, OPEN_FILES
from grader.kernel.sandbox import Sandbox, SandboxError, probe
from grader.settings import MIB, Settings

from .conftest import HERE, WAYS, Box, Way
from .hostile import DAEMON, DAEMONS, MESS, outer_pid

PROJECT = GUEST.parent.parent


def wait_for_end(pidfd: int) -> None:
    select.select([pidfd], [], [])
    os.close(pidfd)


def has_ended(pidfd: int) -> bool:
    ended = bool(select.select([pidfd], [], [], 0)[0])
    os.close(pidfd)
    return ended


def mounts() -> str:
    return Path("/proc/self/mountinfo").read_text()


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


class TestLimits:
    def test_are_set_for_good(self, box: Box) -> None:
        limits = box.ask("""
import resource
import secrets
names = ("AS", "FSIZE", "NOFILE", "CORE", "CPU", "STACK", "NPROC")
answer = {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in names}
""")
        settings = box.way.settings
        soft, hard = limits.pop("NPROC")
        assert soft == hard >= 4 * settings.processes
        if box.protects("user"):
            assert hard == 4 * settings.processes
        assert limits == {
            "AS": [settings.memory] * 2,
            "FSIZE": [settings.file_size] * 2,
            "NOFILE": [OPEN_FILES] * 2,
            "CORE": [0, 0],
            "CPU": [CPU_SECONDS] * 2,
            "STACK": [8 * MIB] * 2,
        }
        error = box.error("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))")
        assert error == "ValueError: not allowed to raise maximum limit"

    def test_hold(self, box: Box) -> None:
        assert box.error(f"bytearray({box.way.settings.memory})") == "MemoryError: "
        size = box.way.settings.file_size
        write = f"open('big', 'wb', 0).write(bytes({size})); open('big', 'ab', 0).write(b'1')"
        error = box.error(write)
        box.ask("import os; os.unlink('big')")
        assert error == "OSError: [Errno 27] File too large"

    def test_hold_for_the_number_of_processes(self, boxes: Callable[..., Any]) -> None:
        bomb = """
import os, signal
count = 0
try:
    while os.fork():
        count += 1
    signal.pause()
except BlockingIOError:
    answer = count
    # The forks are ended with the sandbox.
"""
        for name in ("all", "nobody"):
            with boxes(WAYS[name], settings=Settings(processes=5)) as box:
                assert box.ask(bomb) == 4 * 5 - 2 - (name == "nobody")

    def test_one_sandbox_does_not_use_up_anothers_share(self, boxes: Callable[..., Any]) -> None:
        with boxes(WAYS["all"]) as one, boxes(WAYS["all"]) as two:
            users = [os.stat(f"/proc/{box.sandbox.pid}").st_uid for box in (one, two)]
        assert os.geteuid() != 0 or users[0] != users[1]

    def test_bound_what_the_private_folders_hold(self, box: Box) -> None:
        if not box.protects("files"):
            pytest.skip("the folders are the machine's")
        for folder in ("/tmp", "/dev/shm", "."):
            error = box.error(f"""
import os
try:
    for number in range(1000):
        with open("{folder}/%d" % number, "wb") as file:
            file.truncate(0), file.write(bytes(8 * 1024 * 1024))
finally:
    for number in range(number + 1):
        os.unlink("{folder}/%d" % number)
""")
            assert error == "OSError: [Errno 28] No space left on device"


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


class TestTheEnd:
    def test_leaves_no_process(self, way: Way, boxes: Callable[..., Any]) -> None:
        with boxes(way) as box:
            watched = {"zygote": os.pidfd_open(box.sandbox.pid)}
            for kind, before in DAEMONS.items():
                inner = box.ask(DAEMON.format(before=before))
                watched[kind] = os.pidfd_open(outer_pid(box.sandbox, inner))
        assert [kind for kind, pidfd in watched.items() if not has_ended(pidfd)] == []

    def test_leaves_no_mount_and_no_file(
        self, way: Way, boxes: Callable[..., Any], temporary: Path
    ) -> None:
        before = mounts()
        name = f"grader-test-{secrets.token_hex(8)}"
        with boxes(way) as box:
            box.ask(MESS.format(name=name))
            assert os.path.exists(f"/dev/shm/{name}") != box.protects("files")
            assert [*temporary.glob(f"grader-*/work/{'deep' * 60}")] or box.protects("files")
        assert [*temporary.iterdir()] == []
        assert not os.path.exists(f"/dev/shm/{name}")
        assert mounts() == before

    def test_comes_when_the_zygote_ends(
        self, way: Way, boxes: Callable[..., Any], temporary: Path
    ) -> None:
        with boxes(way) as box:
            daemon = os.pidfd_open(outer_pid(box.sandbox, box.ask(DAEMON.format(before="pass"))))
            os.kill(box.sandbox.pid, signal.SIGKILL)
            assert box.sandbox.socket.recv(1) == b""
            wait_for_end(daemon)
        assert [*temporary.iterdir()] == []

    def test_comes_even_if_the_supervisor_is_killed(
        self, way: Way, boxes: Callable[..., Any], temporary: Path
    ) -> None:
        with boxes(way) as box:
            daemon = os.pidfd_open(outer_pid(box.sandbox, box.ask(DAEMON.format(before="pass"))))
            zygote = os.pidfd_open(box.sandbox.pid)
            box.sandbox._launcher.kill()
            wait_for_end(zygote)  # without anybody's help
        assert has_ended(daemon)
        assert [*temporary.iterdir()] == []

    def test_comes_when_the_grader_is_killed(
        self, way: Way, python: Callable[[Way], str], temporary: Path
    ) -> None:
        before = mounts()
        command = [sys.executable, str(HERE / "parent.py"), python(way), way.settings.isolation]
        environment = {**os.environ, "PYTHONPATH": str(PROJECT), "TMPDIR": str(temporary)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as grader:
            assert grader.stdout is not None
            pids = json.loads(grader.stdout.readline())
            watched = [os.pidfd_open(pid) for pid in pids]
            grader.kill()
        for pidfd in watched:  # zygote, daemon, supervisor: the last one has cleaned up
            wait_for_end(pidfd)
        assert [*temporary.iterdir()] == []
        assert mounts() == before

    def test_may_be_asked_for_twice(self, boxes: Callable[..., Any]) -> None:
        with boxes(WAYS["off"]) as box:
            box.sandbox.close()
            box.sandbox.close()


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


def interpreters() -> dict[str, str | None]:
    """Of each supported version, one on this machine, or None."""
    found: dict[str, str | None] = {}
    for version in ("3.11", "3.12", "3.13"):
        beside = Path(sys.base_prefix).parent.glob(f"*/bin/python{version}")
        for path in [*map(str, beside), shutil.which(f"python{version}")]:
            command = [path or "false", "-c", "import sys; print(sys.executable)"]
            answer = subprocess.run(command, check=False, capture_output=True, text=True)
            if answer.returncode == 0:
                found[version] = answer.stdout.strip()
                break
        else:
            found[version] = None
    return found


@pytest.mark.parametrize("isolation", ["best", "none"])
@pytest.mark.parametrize(("version", "interpreter"), interpreters().items())
def test_any_supported_version_runs_the_students_code(
    boxes: Callable[..., Any], version: str, interpreter: str | None, isolation: Any
) -> None:
    if interpreter is None:
        pytest.skip(f"no Python {version} on this machine")
    with boxes(Way(Settings(isolation=isolation)), python=interpreter) as box:
        assert box.ask("import sys; answer = '%d.%d' % sys.version_info[:2]") == version
        assert box.ask("""
import ssl, sqlite3, ctypes, subprocess, sys
answer = subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True).stdout.decode()
""") == "1\n"  # fmt: skip


def test_the_tests_see_their_own_limits() -> None:
    """A sandbox changes nothing of the process that makes it."""
    before = [resource.getrlimit(kind) for kind in range(10)]
    probe(Settings())
    assert [resource.getrlimit(kind) for kind in range(10)] == before
