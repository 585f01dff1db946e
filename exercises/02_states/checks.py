"""What is checked of states.py."""

from grader import Run, check, expect, scenario, shown

# Each workload: (quantum, {name: code}), with the code in short: "add:1 wait:2 exit".
TURNS = (
    (1, {"a": "add:1 add:1 exit", "b": "add:1 exit"}),
    (2, {"a": "add:1 add:1 add:1 exit", "b": "exit", "c": "add:1 add:1 add:1 add:1 exit"}),
    (2, {"a": "add:1 exit", "b": "add:1 add:1 add:1 exit", "c": "add:1 add:1 exit"}),
    (9, {"a": "add:1 add:1 exit", "b": "add:1 exit"}),
    (2, {"a": "add:1 add:1 add:1 add:1 exit"}),
)
WAITS = (
    (2, {"a": "add:1 wait:2 add:1 exit"}),
    (2, {"a": "wait:1 add:1 add:1 exit", "b": "add:1 add:1 add:1 exit"}),
    (2, {"a": "add:1 wait:2 exit", "b": "add:1 add:1 add:1 add:1 add:1 exit"}),
    (2, {"a": "add:1 wait:3 exit", "b": "add:1 add:1 add:1 add:1 add:1 exit"}),
    (1, {"a": "add:1 wait:1 exit", "b": "wait:2 exit"}),
    (1, {"a": "wait:2 add:1 exit", "b": "wait:1 add:1 exit", "c": "add:1 exit"}),
)
REGISTERS = (
    (2, {"a": "add:5 store:x exit", "b": "store:x exit"}),
    (1, {"a": "add:1 add:2 store:x exit", "b": "add:10 store:x add:20 store:y exit"}),
    (2, {"a": "add:1 wait:1 add:2 store:x exit", "b": "add:10 add:20 add:30 store:x exit"}),
)


def instructions(short):
    """Return a code as round_robin() takes it: a list of (op, arg)."""
    parts = [word.partition(":") for word in short.split()]
    return [(op, int(arg) if arg.isdigit() else arg or None) for op, _, arg in parts]


def results(student, workloads):
    """Return what round_robin() returns for each workload."""
    return [
        student.round_robin({name: instructions(code) for name, code in codes.items()}, quantum)
        for quantum, codes in workloads
    ]


@scenario
def turns(student):
    return results(student, TURNS)


@scenario
def waits(student):
    return results(student, WAITS)


@scenario
def registers(student):
    return results(student, REGISTERS)


@scenario(clock="patient", schedules=10)
def the_bakery(student):
    student.bakery()
    return student.predict()


STATES = {"*": "running", ".": "ready", "w": "blocked", "-": "ended"}

# How each process of a workload stands in each tick.
TURNS_TABLES = (
    {"a": "*.*.*", "b": ".*.*-"},
    {"a": "**...**---", "b": "..*-------", "c": "...**..***"},
    {"a": "**-------", "b": "..**..**-", "c": "....**..*"},
    {"a": "***--", "b": "...**"},
    {"a": "*****"},
)
WAITS_TABLES = (
    {"a": "**ww**"},
    {"a": "*w.**..*", "b": ".**..**-"},
    {"a": "**ww*----", "b": "..**.****"},
    {"a": "**www.*--", "b": "..****.**"},
    {"a": "*.*w*-", "b": ".*ww.*"},
    {"a": "*ww*..*-", "b": ".*w.*..*", "c": "..*..*--"},
)
DATA = (
    {"a": {"x": 5}, "b": {"x": 0}},
    {"a": {"x": 3}, "b": {"x": 10, "y": 30}},
    {"a": {"x": 3}, "b": {"x": 60}},
)

WHY = {
    "running": "It is the first of those who are ready, or its time slice is not over.",
    "ready": "All that it needs is the core, and somebody else has it in this tick.",
    "blocked": "It has asked for something slow, which is not there yet.",
    "ended": "It has carried out its exit.",
}
NOT_ENDED = "It has not carried out its exit yet."
"""Why a process stands as it does in a tick."""


def told(workload: tuple[int, dict[str, str]]) -> str:
    """Return a workload in words: "Quantum 2; a: add 1, exit; b: exit."."""
    quantum, codes = workload
    words = [f"{name}: {code.replace(' ', ', ').replace(':', ' ')}" for name, code in codes.items()]
    return "; ".join([f"Quantum {quantum}", *words]) + "."


def returned(run: Run, number: int) -> tuple[list[dict], dict]:
    """Return (rows, data) of a workload, if round_robin() has returned these two."""
    result = run.shaped([])[number] if len(run.shaped([])) > number else None
    pair = result if isinstance(result, list) and len(result) == 2 else [None, None]
    rows, data = pair
    fits = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    expect(
        fits and isinstance(data, dict),
        "round_robin() is to return two things: a list with one dict for each tick, and a dict with "
        f"the data of each process. It returned {shown(result)}.",
    )
    return rows, data


def judge_rows(rows: list[dict], table: dict[str, str], workload: tuple[int, dict]) -> None:
    """Judge the rows of one workload; tell the first place at which they go another way."""
    start = told(workload)
    ticks = len(next(iter(table.values())))
    for tick, row in enumerate(rows[:ticks], 1):
        for name in table:
            expect(name in row, f"{start} In tick {tick} your row says nothing of {name}.")
            expect(
                row[name] in STATES.values(),
                f"{start} In tick {tick} {name} is {shown(row[name])} in your row. The states are "
                f"{', '.join(STATES.values())}.",
            )
        running = [name for name in table if row[name] == "running"]
        expect(
            len(running) <= 1,
            f"{start} In tick {tick} {' and '.join(running)} are running in your row. There is "
            "one core.",
        )
        for name, letters in table.items():
            state = STATES[letters[tick - 1]]
            why = NOT_ENDED if row[name] == "ended" else WHY[state]
            expect(
                row[name] == state,
                f"{start} In tick {tick} {name} is {state}, and in your row it is {row[name]}. "
                f"{why}",
            )
    expect(
        len(rows) == ticks,
        f"{start} After {ticks} ticks all processes have ended. You returned {len(rows)} rows.",
    )


@check(turns, points=3)
def test_every_process_gets_its_turn(run: Run) -> None:
    """Every process gets its turn, and loses the core when its time slice is over.

    Hint: Take the first workload that is named, a sheet of paper, and a row for each tick: where
        does your table part from the program's?
    Hint: When is the ready queue changed, and at which of its ends? When does a time slice begin,
        and when is it over?
    Hint: README, 'What to build': the five rules of a tick, in their order.
    """
    for number, (workload, table) in enumerate(zip(TURNS, TURNS_TABLES, strict=True)):
        judge_rows(returned(run, number)[0], table, workload)


@check(waits, points=2)
def test_who_waits_is_blocked_and_needs_no_core(run: Run) -> None:
    """Who waits is blocked, needs no core, and is ready when the waiting is over.

    Hint: In which ticks is a process blocked that has carried out ('wait', 2) in tick 1? In which
        one can it run again?
    Hint: What happens in a tick in which nobody is ready? Does time go on?
    Hint: README, 'What to build': rules 4 and 5, and which of them comes first.
    """
    for number, (workload, table) in enumerate(zip(WAITS, WAITS_TABLES, strict=True)):
        judge_rows(returned(run, number)[0], table, workload)


@check(registers, points=2)
def test_each_process_finds_its_registers_as_it_left_them(run: Run) -> None:
    """Each process finds its registers as it left them.

    Hint: The core has one register acc. Which process's number is in it after a change of turns?
    Hint: What has to be kept when a process loses the core, on every way in which it can lose it?
    Hint: README, 'What you should know': the context switch.
    """
    for number, (workload, expected) in enumerate(zip(REGISTERS, DATA, strict=True)):
        _, data = returned(run, number)
        for name, values in expected.items():
            expect(name in data, f"{told(workload)} The data of {name} are missing.")
            expect(
                data[name] == values,
                f"{told(workload)} In the end the data of {name} are {values}, if nobody but {name} "
                f"changes what {name} works with. You returned {shown(data[name])}.",
            )


MARKS = {"A": ("main", 1), "B": ("main", 2), "C": ("anna", 3), "D": ("bert", 4), "E": ("main", 4.5)}
BAKER = ["Lock.acquire", "time.sleep", "Lock.release", "time.sleep"]
CALLS = {
    "main": [*["Process.start", "time.sleep"] * 2, "Process.join", "Process.join"],
    "anna": BAKER,
    "bert": BAKER,
}
"""What bakery() does: at which second who prints each mark, and the calls of each process."""

ABOUT = {
    ("blocked", "running"): "Whoever is running carries out a line at that moment. Which line of "
    "its own could that be?",
    ("blocked", "ready"): "A process that is ready needs the core and nothing else. What else does "
    "this one need to go on?",
    ("ready", "running"): "There is one core. Who prints the mark?",
    (
        "ready",
        "blocked",
    ): "Whoever is blocked waits for something that has not happened yet. Has it happened here?",
    ("running", "ready"): "Which process carries out the line that prints the mark?",
    ("running", "blocked"): "Which process carries out the line that prints the mark?",
}
"""What to think about, for (how a process really stands, what was predicted)."""


def is_given(run: Run) -> bool:
    """Say whether bakery() did what it does as it was given out, and nothing else was started."""
    printed: dict[str, tuple[str, float]] = {}
    for event in run.events("output"):
        for line in str(event.value).splitlines():
            printed.setdefault(line, (event.task, round(event.time, 3)))
    calls: dict[str, list[str]] = {}
    for call in run.calls(*{method for methods in CALLS.values() for method in methods}):
        calls.setdefault(call.task, []).append(call.method)
    return calls == CALLS and MARKS.items() <= printed.items()


@check(the_bakery, points=3, cause="wrong-prediction")
def test_you_know_how_every_process_stands(run: Run) -> None:
    """You know how every process of the bakery stands at every mark.

    Hint: For each mark and each process: which line has it reached, and what does it need to go
        on: nothing but the core, or something else?
    Hint: Draw a line of time for each process, from second 0 to 5, with all that it waits for.
    Hint: README, 'What you should know': what makes a process blocked, and what makes it ready.
    """
    predicted = run.value
    expect(
        isinstance(predicted, dict),
        "predict() is to return a dict with a dict for each mark, such as {'A': {'main': 'ready'}}. "
        f"It returned {shown(predicted)}.",
    )
    expect(
        is_given(run),
        "What ran is not the bakery as it was given out, so there is nothing to compare your "
        "prediction with. Copy bakery() and baker() from the exercise once more, and see to it that "
        "the file runs nothing by itself while it is imported.",
    )
    wrong = []
    for mark in MARKS:
        states = predicted.get(mark)
        expect(isinstance(states, dict), f"Your prediction has no dict for the mark {mark}.")
        for name, real in run.states(at=mark).items():
            said = states.get(name)
            expect(said is not None, f"At the mark {mark} your prediction says nothing of {name}.")
            expect(
                said in STATES.values(),
                f"At the mark {mark} you predict that {name} is {shown(said)}. The states are "
                f"{', '.join(STATES.values())}.",
            )
            if said != real:
                wrong.append((mark, name, said, real))
    if not wrong:
        return
    mark, name, said, real = wrong[0]
    running = [who for who, state in predicted[mark].items() if state == "running"]
    if len(running) > 1:
        why = (
            f"At the mark {mark} you predict that {' and '.join(running)} are running. There is one "
            "core: only one process is running at any moment."
        )
    else:
        why = f"At the mark {mark} {name} is not {said}. {about(said, real)}"
    expect(False, f"{why} (Wrong states in all: {len(wrong)}.)")


def about(said: str, real: str) -> str:
    """Return what to think about where a process really stands otherwise."""
    if real == "ended":
        return "Does it still have a line to carry out?"
    if said == "ended":
        return "Has its function returned by then?"
    return ABOUT[real, said]
