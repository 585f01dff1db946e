"""An aquarium: numbers in shared memory, names in a manager."""

from multiprocessing import Array, Manager, Process, Value


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def keeper(job, tanks, moves):
    """Move one fish for each (source, target) in `job`, if the tank `source` has one."""
    for source, target in job:
        with tanks.get_lock():  # the look, both writes and the count belong together
            if tanks[source] > 0:
                tanks[source] -= 1
                tanks[target] += 1
                moves.value += 1


def visitor(number, tanks, seen):
    """Count all fish while nobody carries one from a tank to another."""
    with tanks.get_lock():
        total = count_all(tanks)
    seen[number] = total


def finish(processes):
    """Let all of them work at once, until the last one is done."""
    for process in processes:
        process.start()
    for process in processes:
        process.join()


def move_fish(tanks, jobs, visitors):
    """Let one keeper process work for each job, and the visitors count meanwhile."""
    water = Array("i", tanks)
    moves = Value("i", 0, lock=False)  # the lock of the tanks guards it too
    seen = Array("i", visitors, lock=False)  # each visitor has a cell of its own
    keepers = [
        Process(target=keeper, name=f"keeper-{number}", args=(job, water, moves))
        for number, job in enumerate(jobs, start=1)
    ]
    guests = [
        Process(target=visitor, name=f"visitor-{number + 1}", args=(number, water, seen))
        for number in range(visitors)
    ]
    finish(keepers + guests)
    return list(water), moves.value, list(seen)


def named_keeper(job, tanks, moves, lock):
    """Move the fish of this job, each if it is where it should be."""
    for name, source, target in job:
        with lock:
            here = tanks[source]  # a copy: a change of it stays in this process
            if name in here:
                here.remove(name)
                tanks[source] = here
                tanks[target] = [*tanks[target], name]
                moves.value += 1


def move_named(tanks, jobs):
    """The same with names, which a manager keeps."""
    with Manager() as manager:
        water = manager.dict(tanks)
        lock = manager.Lock()
        moves = Value("i", 0, lock=False)
        finish(
            [
                Process(
                    target=named_keeper, name=f"keeper-{number}", args=(job, water, moves, lock)
                )
                for number, job in enumerate(jobs, start=1)
            ]
        )
        return dict(water), moves.value


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
