"""What the grader asks of the launcher."""

from __future__ import annotations

from typing import Any, TypedDict


class Bounds(TypedDict):
    """What the processes of a sandbox may use."""

    space: int  # bytes of each of the private file systems
    together: int  # bytes of memory of all processes: a wall behind the kernel's own count
    limits: dict[str, int]  # by the names of RLIMIT_*, without that word


class Job(Bounds):
    """One zygote to start, or (sweep) one whose remains are to be taken away. Travels as JSON."""

    steps: list[str]  # of isolation: processes, files, proc, network, ipc, host, user
    mark: str  # the value of an environment variable that every process of the sandbox starts with
    folder: str  # to be made, for work and temporary files, without the step "files"
    guest: str  # the folder with the package that is loaded as _guest
    hide: str  # the folder of the grader's own package
    import_folders: list[str]
    entry: str | None  # a file with main(control_fd, config); "": the real zygote; None: nothing
    cpu: int | None
    config: dict[str, Any]
    control: int  # descriptors
    lifeline: int
    grader: int  # pid
    sweep: list[int] | None  # user and group whose remains are to be swept away, or start a zygote
