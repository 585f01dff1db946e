"""What is checked of processes.py."""

import os

from grader import Run, check, expect, scenario, shown

HIGHEST_PID = 2**22  # on Linux
CALLER, CALLERS_PARENT = "the caller", "the caller's parent"
LOST = 3
KEYS = {"pid", "parent", "exit", "wells"}


def in_words(reports):
    """Put words for process ids, which differ from run to run: "process 1" for the first ..."""
    words = {os.getpid(): CALLER, os.getppid(): CALLERS_PARENT}
    if not isinstance(reports, list):
        return reports
    for report in reports:
        for key in ("pid", "parent"):
            pid = report.get(key) if isinstance(report, dict) else None
            if type(pid) is int and 0 < pid <= HIGHEST_PID:
                report[key] = words.setdefault(pid, f"process {len(words) - 1}")
    return reports


@scenario(schedules=40, processes=2)
def two_scouts(student):
    return in_words(student.send_out(["oak", "birch"]))


@scenario(clock="patient", schedules=10)
def two_at_once(student):
    return in_words(student.send_out(["oak", "birch"]))


@scenario(may_exit=True, clock="patient", schedules=10)
def one_in_the_fog(student):
    return in_words(student.send_out(["fog", "oak"]))


@scenario(start_method="spawn", clock="patient", schedules=4, processes=2)
def two_started_afresh(student):
    return in_words(student.send_out(["oak", "birch"]))


def reports_of(run: Run) -> list[dict]:
    """Return the reports on two valleys, if that is what send_out() has returned."""
    returned = run.value
    expect(
        returned != [] or not run.processes(),
        "Two processes were started, and the list that send_out() returned is empty. What a "
        "process appends to a list, it appends to a list of its own.",
        cause="not-shared",
    )
    reports = returned if isinstance(returned, list) else [returned]
    expect(
        all(isinstance(report, dict) and report.keys() >= KEYS for report in reports),
        "send_out() is to return a list of dicts, each with the keys pid, parent, exit and wells. "
        f"It returned {shown(returned)}.",
    )
    expect(
        len(reports) == 2,
        f"There are 2 valleys, and the reports that send_out() returned are {len(reports)}.",
    )
    for report in reports:
        expect(
            type(report["exit"]) is not int or report["exit"] >= 0,
            f"A report has the exit code {report['exit']}: this scout's process was ended by "
            "force, before it had done its work.",
            advice="How long may a scout take? Which call waits for exactly as long as that?",
        )
    return reports


def judge_wells(run: Run, reports: list[dict]) -> None:
    """Judge what the reports say of the valleys "oak" and "birch"."""
    wells = [report["wells"] for report in reports]
    over = all(report["exit"] == 0 for report in reports) and run.joined()
    expect(
        any(wells) or not over,
        "The scouts were back when the reports were written, and still nothing that they found "
        f"is in them: the wells are {wells}. It is not enough that a scout knows it.",
        cause="not-shared",
    )
    expect(
        wells != [5, 3],
        "The valleys were oak (3 wells) and birch (5). In this order the reports say "
        f"{wells}: each of them has found its way into the other's place.",
        cause="order-broken",
    )
    expect(
        wells == [3, 5],
        f"There are 3 wells in the valley oak and 5 in birch. The reports say {wells}.",
    )


@check(two_scouts, points=3)
def test_every_report_tells_what_its_scout_found(run: Run) -> None:
    """Every report tells what its scout found.

    Hint: When send_out() builds its reports, what are the scouts doing?
    Hint: explore() writes into `notebook`. Whose notebook is it? What else do both processes see?
    Hint: README, 'What you should know': how an answer gets out of a process; and join().
    """
    reports = reports_of(run)
    judge_wells(run, reports)
    exits = [report["exit"] for report in reports]
    expect(
        None not in exits,
        "A report says that the exit code is None. A process has no exit code before it is "
        "started, and none until it is over.",
        cause="read-too-early" if run.processes() else None,
    )
    expect(
        exits == [0, 0],
        f"Both scouts saw their valley and came back; the exit codes in the reports are {exits}.",
    )


@check(two_at_once, points=2, cause="not-concurrent")
def test_scouts_are_out_at_the_same_time(run: Run) -> None:
    """The scouts are out at the same time.

    Hint: When is the second scout started: before or after the first is back?
    Hint: For each line of send_out(): does it wait for something? For what?
    Hint: Look at the picture: is there a moment when both scouts are asleep at once?
    """
    reports_of(run)
    expect(
        run.processes(),
        "No process was started: all that happened was done by the process that called send_out().",
    )
    expect(
        run.most_in("explore") >= 2,
        "Two scouts need a second each to explore their valleys; there was no moment at which both "
        "were exploring.",
    )


@check(one_in_the_fog, points=2)
def test_a_scout_in_the_fog_is_known_by_its_exit_code(run: Run) -> None:
    """A scout in the fog is known by its exit code.

    Hint: explore() raises Fog in the scout's process. Which process can catch it?
    Hint: With which exit code does a process end if its function returns? If an exception leaves
        it? How does it end with a code of its own choice?
    Hint: Python's documentation: sys.exit(), and Process.exitcode.
    """
    reports = reports_of(run)
    codes = [task.exit_code for task in run.processes()]
    expect(
        LOST in codes,
        f"One scout was in the fog, and none of the processes ended with the exit code {LOST}. The "
        f"exit codes were {codes}.",
    )
    exits = [report["exit"] for report in reports]
    expect(
        exits == [LOST, 0],
        "The first valley was in the fog, the second was not. The exit codes in the reports are "
        f"{exits}.",
    )
    wells = [report["wells"] for report in reports]
    expect(
        wells == [0, 3],
        f"Nothing was seen in the fog, and there are 3 wells in oak. The reports say {wells}.",
    )


@check(two_at_once, points=2)
def test_every_scout_is_a_process_of_its_own(run: Run) -> None:
    """Every scout is a process of its own, with the caller as its parent and the valley as its name.

    Hint: Which process carries out the line that asks for the process id, and which process is
        meant?
    Hint: Who is the parent of a scout? Which function tells a process its own parent?
    Hint: Python's documentation: Process.pid, Process.name; os.getpid() and os.getppid().
    """
    reports = reports_of(run)
    expect(run.processes(), "No process was started: only a process has a process id of its own.")
    pids = [report["pid"] for report in reports]
    expect(
        CALLER not in pids,
        "A report has the process id of the process that called send_out(), and not that of the "
        "scout.",
    )
    expect(pids[0] != pids[1], "Both reports have the same process id.")
    expect(
        pids == ["process 1", "process 2"],
        "The `pid` of a report is not the process id of its scout.",
    )
    parents = [report["parent"] for report in reports]
    expect(
        CALLERS_PARENT not in parents,
        "A report has the parent of the process that called send_out(). Which process asked?",
    )
    expect(
        parents == [CALLER, CALLER],
        "The parent of each scout is the process that started it; a report has another number.",
    )
    names = run.started()
    expect(
        set(names) >= {"oak", "birch"},
        "Each scout's process is to be named after its valley. At least one of the processes "
        "that were started has another name.",
    )


@check(two_started_afresh, points=1)
def test_scouts_may_be_started_afresh(run: Run) -> None:
    """It works as well where each process starts afresh (spawn).

    Hint: What does a new process have if it is no copy of its parent, and begins by importing your
        file?
    Hint: Which objects does a scout use that were not handed to it as arguments? What are they in
        a process that has imported the file anew?
    Hint: Python's documentation of multiprocessing: 'The spawn and forkserver start methods'.
    """
    judge_wells(run, reports_of(run))
