"""An aquarium: numbers in shared memory, names in a manager. The task is in README.md."""

from multiprocessing import Array, Manager, Process, Value


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def keeper(job, tanks, moves):
    """Move one fish for each (source, target) in `job`, if the tank `source` has one.

    `tanks[n]` is the number of fish in tank n, `moves.value` counts the fish that were moved.
    """
    # TODO 1: what is read here, what is written, and which of it belongs together?
    raise NotImplementedError("TODO 1: keeper()")


def move_fish(tanks, jobs, visitors):
    """Let one keeper process work for each job, all at once; `tanks` is a list of numbers.

    Meanwhile each of the visitors, a process too, counts all fish once with count_all().
    Returns (tanks, moves, [what each visitor counted]).
    """
    # TODO 2: put the numbers where all processes can change them; start, wait, read the result.
    raise NotImplementedError("TODO 2: move_fish()")


def move_named(tanks, jobs):
    """The same with names: `tanks` is a dict with a list of names for each tank.

    One keeper process for each job, all at once; a job is a list of (name, source, target).
    Returns (a dict as `tanks`, moves).
    """
    # TODO 3: a manager can hold a dict. What do you get from it when you ask for d[key]?
    raise NotImplementedError("TODO 3: move_named()")


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    try:
        print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
        names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
        jobs = [
            [("Nemo", "reef", "lagoon")],
            [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
        ]
        print(*move_named(names, jobs))
    except NotImplementedError as todo:
        print("Still to do:", todo)
