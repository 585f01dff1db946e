"""One controlled run: wait until every task is parked, pick one, let it go on, and again."""

from __future__ import annotations

import os
import select
import signal
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from grader.inside import wire
from grader.kernel import messages, procfs
from grader.kernel.errors import KernelFault, ProtocolBreach
from grader.kernel.messages import Request
from grader.kernel.objects import Registry
from grader.kernel.recorder import Recorder
from grader.kernel.tasks import Task, Wait
from grader.kernel.trace import Json, Mood, Option, Pending, Points, Trace
from grader.kernel.watchdog import Watchdog
from grader.settings import Settings

SLICE = 50  # points in a row that a task may take before the others' turn comes first
SERVICE_SLICE = 64  # operations in a row of a service task before the others' turn comes first
QUIET_STEPS = 400  # without a change: whoever is ready only asks again and again
SERVICE_ROUNDS = 20  # turns of CPython's own threads that only spin: nobody will ever come
IDLE_ROUNDS = 300  # turns of tasks that only spin, with nobody else able to run
LOOK_SECONDS = 1e-6  # a look takes time: CPython's own loops count on it to reach their end
CLOCK_SECONDS = 0.01  # how far time moves while tasks do nothing but look at the clock
WAITS = frozenset(
    {"acquire", "readable", "writable", "wait", "accept", "join", "thread-wait", "sleep"}
)
IMMEDIATE = frozenset({"new-sem", "new-memory", "notes", "result", "wake"})

Pick = Callable[[tuple[Option, ...]], int]


class Zygote(Protocol):
    """Who starts the root process of a run."""

    files: frozenset[str]  # names of the submission's and the scenario's source

    def start_root(self, channel: socket.socket, *, detailed: bool, lines: bool) -> None:
        """Fork a root whose task talks through the channel's other end."""

    def spawn(
        self, number: int, arg: dict[str, Json], fds: Sequence[int], *, detailed: bool, lines: bool
    ) -> int:
        """Fork a fresh interpreter that becomes the task of that number; return its inner pid.

        ``fds``: the task's end of its channel, then what the parent passes on.
        """

    def read_output(self) -> bytes:
        """Return what was printed since the last call."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a run is over."""

    why: Literal["", "deadlock", "limit", "hung", "breach"] = ""
    limit: str = ""
    hung: Literal["", "burning", "sleeping"] = ""


class RunOver(Exception):
    """Raised where a run can't go on."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.why)
        self.ending = ending


class Run:
    """The kernel of one run; used once."""

    def __init__(
        self,
        zygote: Zygote,
        settings: Settings,
        pick: Pick,
        mood: Mood,
        points: Points,
        detailed: bool,
    ) -> None:
        self.zygote = zygote
        self.settings = settings
        self.pick = pick
        self.mood = mood
        self.points = points
        self.detailed = detailed
        self.registry = Registry()
        self.recorder = Recorder(self.registry, zygote.files)
        self.watchdog = Watchdog(settings, zygote)
        self.tasks: list[Task] = []
        self.unborn: list[Task] = []
        self.current: Task | None = None
        self.now = 0.0
        self.operations = 0
        self.clock = 0  # counts arrivals among the ready: who came first
        self.idle_rounds = 0
        self.quiet = 0  # steps in a row in which nothing changed that a learner could see
        self.still = 0  # the same, where a lock of the learner's own counts as a change
        self.service_timers = 0
        self.buffer = bytearray(wire.LIMIT)
        self.locks: dict[tuple[int, int], list[Task]] = {}

    # --- the loop

    def execute(self) -> Trace:
        """Run the program to its end and return what happened."""
        ending = Ending()
        try:
            self._start_root()
            while self.tasks[0].state != "ended":
                self._step(self._options())
        except RunOver as over:
            ending = over.ending
        except ProtocolBreach as breach:
            ending = Ending("breach", str(breach))
        finally:
            self.watchdog.drain(self.recorder, self.current)
        try:
            return self.recorder.trace(self, ending)
        finally:
            self._close()

    def _start_root(self) -> None:
        kernel_end, channel = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        root = self._new_task(kernel_end, "process", None, {"name": "main"}, None)
        self.zygote.start_root(channel, detailed=self.detailed, lines=self.points == "lines")
        channel.close()
        self._birth()
        if root.state == "ended":
            raise KernelFault("the root process ended before it began")

    def _step(self, options: tuple[Option, ...]) -> None:
        if len(self.recorder.steps) >= self.settings.steps:
            raise RunOver(Ending("limit", "steps"))
        choice = 0
        if len(options) > 1:
            choice = self.pick(options)
            if not 0 <= choice < len(options):
                raise KernelFault(f"a strategy picked {choice} of {len(options)} options")
        option = options[choice]
        task = self.tasks[option.task]
        self.recorder.begin(self.now, options, choice)
        if task is not self.current:
            task.slice = task.effects = 0
        self.current = task
        self._grant(task, timed_out=option.timer)
        self._follow(task)
        self._birth()
        self.watchdog.drain(self.recorder, task)
        self.quiet = 0 if self.recorder.effects else self.quiet + 1
        moved = self.recorder.effects or self.recorder.locked
        self.still = 0 if moved else self.still + 1
        self.recorder.end()
        if self.recorder.output_size > self.settings.output:
            raise RunOver(Ending("limit", "output"))

    # --- who is ready

    def _options(self) -> tuple[Option, ...]:
        """Return what could be done now, the default first."""
        parked = [task for task in self.tasks if task.state == "parked"]
        readable = self._readable(parked)
        ready = []
        for task in parked:
            if self._enabled(task, readable):
                if task.ready_since is None:
                    self.clock += 1
                    task.ready_since = self.clock
                ready.append(task)
            else:
                task.ready_since = None
        if any(not task.yielded for task in ready):
            self.idle_rounds = self.service_timers = 0
        elif ready:
            self.idle_rounds += 1
        idle = self.idle_rounds > len(ready)  # every ready task had its turn and only spun
        if idle and any(self._wants_clock(task) for task in ready):
            self.now += CLOCK_SECONDS
            if not self._due(parked, ready):
                idle = False
        idle = idle or self.quiet > QUIET_STEPS
        if not ready or (idle and self._others_wait(parked, ready)):
            self.quiet = 0
            return self._timers(parked, ready)
        if self.idle_rounds > SERVICE_ROUNDS and all(self._is_service(task) for task in ready):
            raise RunOver(Ending("deadlock"))
        still = min(self.idle_rounds, self.still) > IDLE_ROUNDS
        if still and not any(self._wants_clock(task) for task in ready):
            raise RunOver(Ending("limit", "steps"))
        ready.sort(key=self._default_order)
        options = [Option(self._pending(task)) for task in ready]
        if self.mood == "hostile":
            options += [
                Option(self._pending(task), timer=True)
                for task in parked
                if task not in ready and self._deadline(task) is not None and not task.service
            ]
        return tuple(options)

    def _default_order(self, task: Task) -> tuple[bool, bool, int]:
        return (task.yielded, task is not self.current, task.ready_since or 0)

    def _others_wait(self, parked: list[Task], ready: list[Task]) -> bool:
        return any(
            task not in ready and self._deadline(task) is not None and not self._is_service(task)
            for task in parked
        )

    def _due(self, parked: list[Task], ready: list[Task]) -> bool:
        deadlines = [self._deadline(task) for task in parked if task not in ready]
        return any(deadline is not None and deadline <= self.now for deadline in deadlines)

    def _timers(self, parked: list[Task], ready: list[Task]) -> tuple[Option, ...]:
        """Nobody can run: time moves to the next timer, or there is none and it is a deadlock."""
        waiting = [
            task for task in parked if self._deadline(task) is not None and task not in ready
        ]
        if waiting and all(self._is_service(task) for task in waiting) and not ready:
            self.service_timers += 1
            if self.service_timers > 3:  # looking around for ever is their job
                waiting = []
        elif waiting:
            self.service_timers = 0
        if not waiting:
            raise RunOver(Ending("deadlock"))
        first = min(self._deadline(task) or 0.0 for task in waiting)
        self.now = max(self.now, first)
        self.idle_rounds = 0
        due = [task for task in waiting if (self._deadline(task) or 0.0) <= self.now]
        return tuple(Option(self._pending(task), timer=True) for task in due)

    def _enabled(self, task: Task, readable: frozenset[int]) -> bool:
        wait = task.wait
        if wait is None or wait.op not in WAITS:
            return True
        if wait.op == "acquire":
            return self.registry.semaphores[wait.semaphore].value > 0
        if wait.op == "join":
            return any(self.tasks[number].state == "ended" for number in wait.tasks)
        if wait.op == "thread-wait":
            return wait.woken
        if wait.op == "sleep":
            return False
        return any(fd in readable for fd in wait.fds)

    def _readable(self, parked: Iterable[Task]) -> frozenset[int]:
        """Ask the system which of the descriptors that tasks wait for can be used."""
        poller = None
        for task in parked:
            if task.wait is not None and task.wait.fds:
                poller = poller or select.poll()
                events = select.POLLOUT if task.wait.write else select.POLLIN
                for fd in task.wait.fds:
                    poller.register(fd, events)
        return frozenset(fd for fd, _ in poller.poll(0)) if poller is not None else frozenset()

    def is_ready(self, task: Task) -> bool:
        """Say whether a parked task could go on now."""
        return self._enabled(task, self._readable([task]))

    def _deadline(self, task: Task) -> float | None:
        return task.wait.deadline if task.wait is not None else None

    def _wants_clock(self, task: Task) -> bool:
        return task.wait is not None and task.wait.arg == "clock"

    def _is_service(self, task: Task) -> bool:
        """Service tasks wait for ever in CPython's own code, not within the submission's."""
        return task.service and (task.pending is None or task.pending.site is None)

    @staticmethod
    def _pending(task: Task) -> Pending:
        assert task.pending is not None, "a parked task has an operation"
        return task.pending

    # --- letting a task go on

    def _grant(self, task: Task, *, timed_out: bool) -> None:
        wait = task.wait
        assert wait is not None, "a parked task has an operation"
        pending = self._pending(task)
        value: Json
        if timed_out:
            if wait.op != "sleep":
                self.recorder.event("timeout", task.number, pending.obj, None, pending)
            value = None
            if wait.deadline is not None:  # else a loop that looks at the clock never gets on
                self.now = max(self.now, wait.deadline)
        else:
            value = self._perform(task, wait, pending)
        task.forget_wait()
        task.state = "running"
        self._reply(task, value)

    def _reply(self, task: Task, value: Json) -> None:
        try:
            task.channel.send(wire.encode([value, self.now]))
        except OSError:
            return  # it is gone: the next receive tells

    def _perform(self, task: Task, wait: Wait, pending: Pending) -> Json:
        """Carry out the operation for a task that may go on; return its result."""
        self.operations += 1
        if wait.op in ("acquire", "try-acquire"):
            semaphore = self.registry.semaphores[wait.semaphore]
            if semaphore.value <= 0:
                return False
            semaphore.take(task.number)
            self.recorder.event("acquired", task.number, semaphore.key, semaphore.value, pending)
            return True
        if wait.op == "release":
            return self._release(task, wait.semaphore, pending)
        if wait.op == "look":
            self.now += LOOK_SECONDS
            return None
        if wait.op == "value":
            return self.registry.semaphores[wait.semaphore].value
        if wait.op in ("join", "poll-child"):
            ended = [n for n in wait.tasks if self.tasks[n].state == "ended"]
            if not ended:
                return None
            self.recorder.event("joined", task.number, f"task:{ended[0]}", None, pending)
            return [ended[0], _wait_status(self.tasks[ended[0]].exit_code)]
        if wait.op in ("fork", "spawn", "thread"):
            return self._new_child(task, wait, pending)
        if wait.op == "kill":
            return self._kill(task, wait.arg, pending)
        return True

    def _release(self, task: Task, number: int, pending: Pending | None) -> bool:
        semaphore = self.registry.semaphores[number]
        if not semaphore.recursive and semaphore.value >= semaphore.limit:
            self.recorder.event(
                "released-too-often", task.number, semaphore.key, semaphore.value, pending
            )
            return False
        others = bool(semaphore.holders)
        own = semaphore.give(task.number)
        kind = "released" if own or not others else "released-by-other"
        self.recorder.event(kind, task.number, semaphore.key, semaphore.value, pending)
        return True

    def _new_child(self, task: Task, wait: Wait, pending: Pending) -> Json:
        live = sum(t.kind == "process" and t.state != "ended" for t in self.tasks)
        if live >= self.settings.processes or len(self.tasks) > 40 * self.settings.processes:
            raise RunOver(Ending("limit", "processes"))
        fd = os.dup(wait.fds[0])
        try:
            channel = socket.socket(fileno=fd)
        except OSError:
            os.close(fd)
            raise ProtocolBreach("not a socket") from None
        arg = wait.arg if isinstance(wait.arg, dict) else {}
        kind: Literal["thread", "process"] = "thread" if wait.op == "thread" else "process"
        child = self._new_task(channel, kind, task, arg, pending)
        self.recorder.event("started", task.number, f"task:{child.number}", child.name, pending)
        if wait.op == "spawn":
            return [child.number, self._spawn(child, wait, arg)]
        return child.number

    def _spawn(self, child: Task, wait: Wait, arg: dict[str, Json]) -> int:
        """Have the zygote fork a fresh interpreter for the child; return its inner pid."""
        numbers, handles, parent = arg.get("fds"), arg.get("handles"), arg.get("parent")
        plain = isinstance(numbers, list) and isinstance(handles, dict) and type(parent) is int
        if not plain or len(wait.fds) != 2 + len(numbers):  # type: ignore[arg-type]  # checked before
            raise ProtocolBreach("spawn")
        values = [*numbers, *handles.values()]  # type: ignore[misc,union-attr]  # checked before
        if not all(type(n) is int and 0 <= n < 4096 for n in values):
            raise ProtocolBreach("spawn")
        if not set(handles) <= {"tracker_fd", "pipe_handle"}:  # type: ignore[arg-type]  # checked before
            raise ProtocolBreach("spawn")
        told: dict[str, Json] = {"fds": numbers, "handles": handles, "parent": parent}
        lines = self.points == "lines"
        return self.zygote.spawn(
            child.number, told, wait.fds[1:], detailed=self.detailed, lines=lines
        )

    def _new_task(
        self,
        channel: socket.socket,
        kind: Literal["process", "thread"],
        parent: Task | None,
        arg: dict[str, Json],
        pending: Pending | None,
    ) -> Task:
        messages.prepare(channel)
        number = len(self.tasks)
        task = Task(
            number=number,
            channel=channel,
            kind=kind,
            name=self.recorder.task_name(arg),
            process=parent.process if kind == "thread" and parent is not None else number,
            parent=parent.number if parent is not None else None,
            daemon=bool(arg.get("daemon")),
            service=bool(arg.get("service")),
            started=pending.site if pending is not None else None,
        )
        self.tasks.append(task)
        self.unborn.append(task)
        return task

    def _kill(self, task: Task, arg: object, pending: Pending) -> bool:
        """Signal a process of this run for the task; return False if it is none of this run's."""
        if not (isinstance(arg, list) and len(arg) == 2 and all(type(n) is int for n in arg)):
            raise ProtocolBreach("kill")
        self._birth()  # the target may be a child that was forked in this very step
        pid, signum = arg
        if not 0 < signum < signal.NSIG:
            return False  # the program's own call then fails as it should
        for target in self.tasks:
            if target.kind != "process" or target.state == "ended" or target.pidfd < 0:
                continue
            if procfs.inner_pid(target.pid) != pid:
                continue
            self.recorder.event("killed", task.number, f"task:{target.number}", signum, pending)
            lasting = procfs.survives(target.pid, signum)
            signal.pidfd_send_signal(target.pidfd, signum)
            ignored = signum in (signal.SIGCHLD, signal.SIGCONT, signal.SIGURG, signal.SIGWINCH)
            if not lasting and not ignored and signum != signal.SIGSTOP:
                if not procfs.ended(target.pidfd, 60_000):
                    raise KernelFault("a killed process did not end")
                target.ended_by_program = True
                self._process_ended(target)
            return True
        return False

    # --- listening to the running task

    def _follow(self, task: Task) -> None:
        """Serve the task until it parks or ends."""
        count = 0
        while task.state == "running":
            request = self._receive(task)
            if request is None:
                self._gone(task)
                return
            self.operations += 1
            count += 1
            if self.operations > self.settings.operations:
                raise RunOver(Ending("limit", "operations"))
            self._serve(task, request, count)

    def _receive(self, task: Task) -> Request | None:
        self.watchdog.start(task)
        while True:
            try:
                return messages.receive(task.channel, self.buffer)
            except BlockingIOError:
                hung = self.watchdog.look(task, self.recorder)
                if self.recorder.output_size > self.settings.output:
                    raise RunOver(Ending("limit", "output")) from None
                if hung:
                    raise RunOver(Ending("hung", "", hung)) from None

    def _serve(self, task: Task, request: Request, count: int) -> None:
        self.recorder.notes(task, request.notes)
        op = request.op
        if op == "bye":
            self._end_task(task, None)
            return
        if op in IMMEDIATE:
            self._reply(task, self._immediate(task, request))
            return
        wait = self._wait(request)
        pending = self.recorder.pending(task, request)
        points = request.point or op in WAITS or op == "yield"
        if op == "acquire" and not request.point:
            points = self.registry.semaphores[wait.semaphore].value <= 0
        if op == "join" and not request.point:
            points = not any(self.tasks[n].state == "ended" for n in wait.tasks)
        if points or self._greedy(task, count):
            self._park(task, request, wait, pending)
            return
        value = self._perform(task, wait, pending)
        for fd in wait.fds:
            os.close(fd)
        self._reply(task, value)

    def _greedy(self, task: Task, count: int) -> bool:
        return count > (SERVICE_SLICE if self._is_service(task) else 20 * SLICE)

    def _immediate(self, task: Task, request: Request) -> Json:
        if request.op == "new-sem":
            return self.registry.new_semaphore(request.arg, task.number, request.site)
        if request.op == "new-memory":
            key = self.registry.new_key("mem")
            self.registry.add(key, "value", task.number, request.site)
            return int(key.partition(":")[2])
        if request.op == "wake" and type(request.obj) is int:
            for waiter in self.locks.pop((task.process, request.obj), []):
                if waiter.wait is not None and waiter.wait.op == "thread-wait":
                    waiter.wait.woken = True
        if request.op == "result" and task.number == 0:
            self.recorder.result(request.arg)
        return None

    def _wait(self, request: Request) -> Wait:
        """Return what the request waits for, after checking what it refers to."""
        op = request.op
        wait = Wait(op, fds=request.fds, arg=request.arg, write=op == "writable")
        if op in ("acquire", "try-acquire", "release", "value"):
            self.registry.semaphore(request.obj)
            assert isinstance(request.obj, int)
            wait.semaphore = request.obj
        elif op in ("join", "poll-child"):
            numbers = request.arg
            if not isinstance(numbers, list) or not numbers:
                raise ProtocolBreach(op)
            for number in numbers:
                if type(number) is not int or not 0 <= number < len(self.tasks):
                    raise ProtocolBreach(op)
            wait.tasks = tuple(n for n in numbers if type(n) is int)
        elif op in ("fork", "spawn", "thread"):
            if not request.fds or (op != "spawn" and len(request.fds) != 1):
                raise ProtocolBreach(op)
        elif op in ("readable", "writable", "accept") and not request.fds:
            raise ProtocolBreach(op)
        if request.timeout is not None:
            wait.deadline = self.now + request.timeout
        return wait

    def _park(self, task: Task, request: Request, wait: Wait, pending: Pending) -> None:
        if request.op == "thread-wait" and type(request.obj) is int:
            self.locks.setdefault((task.process, request.obj), []).append(task)
        task.state = "parked"
        task.wait = wait
        task.pending = pending
        task.ready_since = None
        if request.op == "yield":
            task.yielded = True
            task.slice = 0
            return
        if self.recorder.effects:
            task.effects += self.recorder.effects
            task.yielded = False
        if not request.point:
            task.yielded = request.op not in WAITS  # a service task that would not stop
            return
        task.slice += 1
        if task.slice >= SLICE:
            # A slice in which nothing changed is a spin; else it is only the others' turn.
            task.yielded = task.effects == 0
            self.clock += 1
            task.ready_since = self.clock
            task.slice = task.effects = 0
            if not task.yielded:
                self.current = None
        elif task.slice == 1:
            task.yielded = task.yielded and task.effects == 0

    def _birth(self) -> None:
        """Wait until every task that was just made is parked at its first instruction."""
        while self.unborn:
            task = self.unborn.pop(0)
            if task.state == "ended":
                continue  # its process went before it could begin
            task.state = "running"
            request = self._receive(task)
            if request is None:
                task.state = "ended"
                task.close()
                continue
            if request.op != "hello":
                raise ProtocolBreach("no hello")
            task.pid = request.pid
            if task.kind == "process":
                if request.pid <= 0:
                    raise KernelFault("a process without a pid")
                task.pidfd = os.pidfd_open(request.pid)
            else:
                task.pid = self.tasks[task.process].pid
            task.wait = Wait("start")
            task.pending = Pending(task.number, "start", f"task:{task.number}", "w", None, None)
            task.state = "parked"

    # --- ends

    def _gone(self, task: Task) -> None:
        """The task's channel is closed: its process has ended, or it did without a goodbye."""
        process = self.tasks[task.process]
        if process.pidfd >= 0 and procfs.ended(process.pidfd, 60_000):
            self._process_ended(process)
        else:
            raise ProtocolBreach("a task closed its channel")

    def _process_ended(self, process: Task) -> None:
        code = procfs.exit_code(process.pid)
        for task in self.tasks:
            if task.process == process.number and task.state != "ended":
                self._end_task(task, code if task is process else None)

    def _end_task(self, task: Task, code: int | None) -> None:
        task.exit_code = code
        self.recorder.ended(task, code)
        task.forget_wait()
        task.state = "ended"
        task.close()

    def _close(self) -> None:
        for task in self.tasks:
            if task.state != "ended":
                task.close()


def _wait_status(code: int | None) -> int:
    """Return what ``os.waitpid`` would give for an exit code (negative for a signal)."""
    if code is None:
        return 0
    return -code if code < 0 else code << 8
