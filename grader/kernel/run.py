"""One controlled run: wait until every task is parked, pick one, let it go on, and again."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

from grader.guest import wire
from grader.kernel import descriptors
from grader.kernel.ending import Ending, RunOver
from grader.kernel.errors import KernelFault, LimitReached, ProtocolBreach
from grader.kernel.footprint import Footprint
from grader.kernel.freeze import freeze
from grader.kernel.lifecycle import Lifecycle
from grader.kernel.operations import Operations
from grader.kernel.pendings import Pendings
from grader.kernel.readiness import is_ready, may_go_on
from grader.kernel.recorder import Recorder
from grader.kernel.registry import Registry
from grader.kernel.requests import Mailbox, Request
from grader.kernel.state import State
from grader.kernel.tasks import Task, Wait, is_service
from grader.kernel.turns import SLICE, Turns
from grader.kernel.watchdog import Watchdog
from grader.kernel.zygote_client import Zygote
from grader.model.operations import NAMED, OWN_WORDS, PARKS
from grader.model.trace import Clock, Json, Option, SwitchAt, Trace
from grader.settings import Settings

SERVICE_SLICE = 64  # operations in a row of a service task before the others' turn comes first
_AT_ONCE = int(socket.MSG_DONTWAIT)
FORGED = "it told a result that its function did not come back with"
ENDS = frozenset({"returned", "raised", "exited"})

Pick = Callable[[tuple[Option, ...]], int]


class Run:
    """The kernel of one run; used once."""

    def __init__(
        self,
        zygote: Zygote,
        mailbox: Mailbox,
        settings: Settings,
        pick: Pick,
        clock: Clock,
        switch_at: SwitchAt,
        detailed: bool,
    ) -> None:
        registry = Registry(settings.objects)
        recorder = Recorder(registry, zygote.files)
        self.state = State(settings, clock, switch_at, detailed, registry, recorder)
        self._pick = pick
        self._pendings = Pendings(registry)
        self._zygote = zygote
        self._ticket = secrets.token_hex(8)  # comes back when the root's function has
        self._told: tuple[str, Json] | None = None  # the root's result, to be believed with it
        self._footprint = Footprint(settings, zygote)
        self._watchdog = Watchdog(settings, zygote, mailbox, recorder, self._footprint)
        self._lifecycle = Lifecycle(self.state, self._watchdog)
        self._operations = Operations(self.state, self._lifecycle, zygote)
        self._turns = Turns(self.state)
        self._lock_waiters: dict[tuple[int, int], list[Task]] = {}  # by process and thread lock
        # Locks that were given back while who is about to wait for them was kept from asking, as by
        # garbage that was collected in between: it wakes at once, and looks again.
        self._woken_early: set[tuple[int, int]] = set()

    # --- the loop

    def execute(self) -> Trace:
        """Run the program to its end and return what happened."""
        state = self.state
        ending = Ending()
        try:
            self._lifecycle.start_root(self._zygote, self._ticket)
            while state.tasks[0].state != "ended":
                self._step(self._turns.options())
        except RunOver as over:
            ending = over.ending
        except ProtocolBreach as breach:
            ending = Ending("breach", str(breach))
        except LimitReached as limit:
            ending = Ending("limit", str(limit))
        finally:
            self._watchdog.drain(state.current)
        if self._footprint.killed():
            ending = Ending("limit", "together")
        try:
            ready = frozenset(
                task.number
                for task in state.tasks
                if task.state == "parked" and is_ready(state, task)
            )
            return freeze(state, ending, ready)
        finally:
            self._footprint.close()
            self._lifecycle.close()

    def _step(self, options: tuple[Option, ...]) -> None:
        state = self.state
        recorder = state.recorder
        if len(recorder.steps) >= state.settings.steps:
            if self._turns.only_sleep(options):
                raise RunOver(Ending("deadlock"))
            raise RunOver(Ending("limit", "steps"))
        choice = 0
        if len(options) > 1:
            choice = self._pick(options)
            if not 0 <= choice < len(options):
                raise KernelFault(f"a strategy picked {choice} of {len(options)} options")
        option = options[choice]
        task = state.tasks[option.pending.task]
        if over := self._footprint.before(task.pid):
            raise RunOver(Ending("limit", over))
        recorder.begin(state.now, options, choice)
        self._turns.begin(task)
        self._grant(task, timed_out=option.timer)
        self._follow(task)
        self._lifecycle.await_births()
        self._watchdog.drain(task)
        self._turns.end()
        recorder.end()
        if recorder.output_size > state.settings.output:
            raise RunOver(Ending("limit", "output"))
        if over := self._footprint.after(task.pid):
            raise RunOver(Ending("limit", over))

    # --- letting a task go on

    def _grant(self, task: Task, *, timed_out: bool) -> None:
        wait, pending = task.wait, task.option.pending
        assert wait is not None, "a parked task has an operation"
        value: Json = None
        signal = "done" if task.signalled else ""
        if signal and not timed_out and wait.op in PARKS and not may_go_on(self.state, task):
            signal = "again"
        elif not timed_out:
            value = self._operations.perform(task, wait, pending)
        else:
            if wait.op not in ("sleep", "poll-child"):
                self.state.recorder.event("timeout", task.number, pending.obj, None, pending)
            if wait.deadline is not None:  # else a loop that looks at the clock never gets on
                self.state.now = max(self.state.now, wait.deadline)
        if timed_out and wait.op == "sleep":
            task.woke = True
        task.go_on()
        task.signalled = False
        self._reply(task, value, signal)

    def _reply(self, task: Task, value: Json, signal: str = "") -> None:
        reply = [value, self.state.now]
        ended = self.state.ended.pop(task.process, None)
        if ended is not None or signal:
            reply += [ended or [], signal]
        try:
            task.channel.send(wire.encode(reply), _AT_ONCE)
        except BlockingIOError:
            raise ProtocolBreach("it does not read the answers to its requests") from None
        except OSError:
            return  # it is gone: the next receive tells

    # --- listening to the running task

    def _follow(self, task: Task) -> None:
        """Serve the task until it parks or ends."""
        state = self.state
        count = 0
        while task.state == "running":
            request = self._watchdog.receive(task)
            if request is None:
                self._lifecycle.gone(task)
                if task.number == 0 and task.exit_code == 0 and self._told != state.recorder.answer:
                    raise ProtocolBreach(FORGED)
                return
            state.operations += 1
            count += 1
            if state.operations > state.settings.operations:
                raise RunOver(Ending("limit", "operations"))
            self._serve(task, request, count)

    def _serve(self, task: Task, request: Request, count: int) -> None:
        if request.pid != task.pid:
            raise ProtocolBreach("a process spoke in the name of another")
        if request.notes:
            self.state.operations += len(request.notes)
            self.state.recorder.notes(task, request.notes)
        op = request.op
        if op == "bye" and task.kind == "thread":
            self._lifecycle.end(task, None)
            return
        if op == "ticket":
            self._confirm(task, request.arg)
            return
        if op in OWN_WORDS:
            self._reply(task, self._immediate(task, request))
            return
        try:
            wait = self._wait(task, request)
            pending = self._pendings.of(task, request)
        except ProtocolBreach:
            descriptors.close(request.fds)
            raise
        if self._parks(request, wait) or count > self._most(task):
            if op == "thread-wait" and (lock := _lock_key(task, request)) is not None:
                wait.woken = lock in self._woken_early
                self._woken_early.discard(lock)
                self._lock_waiters.setdefault(lock, []).append(task)
            task.park(wait, Option(pending))
            self._turns.parked(task, request)
            return
        try:
            value = self._operations.perform(task, wait, pending)
        finally:
            descriptors.close(wait.fds)
        self._reply(task, value)

    def _parks(self, request: Request, wait: Wait) -> bool:
        """Say whether the task stops at this operation: at a point, and where it has to wait."""
        if request.point:
            return True
        if request.op == "acquire":
            return self.state.registry.semaphores[wait.semaphore].value <= 0
        if request.op == "join":
            return not any(self.state.tasks[n].state == "ended" for n in wait.tasks)
        return request.op in PARKS or request.op in ("yield", "pause")

    def _most(self, task: Task) -> int:
        """Return how many operations a task may make in a row before it stops all the same."""
        return SERVICE_SLICE if is_service(task) else 20 * SLICE

    def _immediate(self, task: Task, request: Request) -> Json:
        """Answer what concerns no other task, or wakes one."""
        state = self.state
        if request.op == "new-sem":
            return state.registry.new_semaphore(request.arg, task.number, request.site)
        if request.op == "new-memory":
            key = state.registry.new_key("mem")
            state.registry.add(key, "value", task.number, request.site)
            return int(key.partition(":")[2])
        if request.op == "wake" and (lock := _lock_key(task, request)) is not None:
            waiters = [waiter.wait for waiter in self._lock_waiters.pop(lock, [])]
            waits = [wait for wait in waiters if wait is not None and wait.op == "thread-wait"]
            for wait in waits:
                wait.woken = True
            if not waits:
                self._woken_early.add(lock)
        if request.op == "result":
            self._result(task, request.arg)
        elif request.op in ("hello", "bye", "refused"):
            raise ProtocolBreach(f"it said {request.op} where nobody does")
        return None

    def _result(self, task: Task, arg: Json) -> None:
        """Take the root's word for how its function ended: it says so once."""
        if task.number != 0:
            raise ProtocolBreach("a process told the result that was not asked for it")
        if self.state.recorder.answer is not None:
            raise ProtocolBreach("it told its result twice")
        if self._told is not None:
            raise ProtocolBreach(FORGED)
        if not (isinstance(arg, list) and len(arg) == 2 and str(arg[0]) in ENDS):
            raise ProtocolBreach("it told a result that is none")
        self._told = (str(arg[0]), arg[1])

    def _confirm(self, task: Task, ticket: Json) -> None:
        """Believe the result that was told: the root's function has come back. No answer."""
        recorder = self.state.recorder
        if task.number != 0 or self._told is None or ticket != self._ticket or recorder.answer:
            raise ProtocolBreach(FORGED)
        recorder.answer = self._told

    def _wait(self, task: Task, request: Request) -> Wait:
        """Return what the request waits for, after checking what it refers to."""
        op = NAMED[request.op]
        wait = Wait(op, fds=request.fds, arg=request.arg, write=op == "writable")
        if op in ("acquire", "try-acquire", "release", "value"):
            wait.semaphore = self.state.registry.semaphore(request.obj)
        elif op in ("join", "poll-child"):
            wait.tasks = self._children(task, request.arg)
        elif op in ("fork", "spawn", "thread"):
            if not request.fds or (op != "spawn" and len(request.fds) != 1):
                raise ProtocolBreach(f"it asked for a {op} without a channel for it")
        elif op in ("readable", "writable", "accept") and not request.fds:
            raise ProtocolBreach("it waited for a descriptor that it did not send")
        elif op == "thread-wait" and not self._may_hold(request.arg):
            raise ProtocolBreach("it waited for a lock of a thread that does not exist")
        elif op == "serve" and not task.server:
            raise ProtocolBreach("it said serve where nobody does")
        if request.timeout is not None:
            wait.since = self.state.now
            wait.deadline = wait.since + request.timeout
        return wait

    def _may_hold(self, told: Json) -> bool:
        """Say whether this is a task's number, or -1 for a thread that is no task."""
        return type(told) is int and -1 <= told < len(self.state.tasks)

    def _children(self, task: Task, told: Json) -> tuple[int, ...]:
        """Return the numbers of children that a request names. Raises ProtocolBreach."""
        children = [
            child.number
            for child in self.state.tasks
            if child.kind == "process"
            and child.parent is not None
            and self.state.tasks[child.parent].process == task.process
        ]
        if not (isinstance(told, list) and told and all(n in children for n in told)):
            raise ProtocolBreach("it waited for the end of a process that is no child of it")
        return tuple(n for n in children if n in told)


def _lock_key(task: Task, request: Request) -> tuple[int, int] | None:
    """Return the process and the number in it of the thread lock that a request names."""
    number = request.obj
    return (task.process, number) if type(number) is int and 0 <= number < 2**31 else None
