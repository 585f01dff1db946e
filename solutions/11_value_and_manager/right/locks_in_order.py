"""A lock for each tank, always taken in the order of their numbers; lists in a managed dict."""

from contextlib import ExitStack
from multiprocessing import Array, Condition, Lock, Manager, Process, Value


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def move_one(tanks, moves, locks, source, target):
    with ExitStack() as held:
        for tank in sorted({source, target}):
            held.enter_context(locks[tank])
        if tanks[source] == 0:
            return
        tanks[source] -= 1
        tanks[target] += 1
        with moves.get_lock():
            moves.value += 1


def keeper(job, *shared):
    for move in job:
        move_one(*shared, *move)


def visitor(number, tanks, seen, locks):
    with ExitStack() as held:
        for lock in locks:
            held.enter_context(lock)
        seen[number] = count_all(tanks)


def move_fish(tanks, jobs, visitors):
    locks = [Lock() for _ in tanks]
    water, seen, moves = Array("l", tanks), Array("l", visitors), Value("l")
    guests = [Process(target=visitor, args=(i, water, seen, locks)) for i in range(visitors)]
    keepers = [Process(target=keeper, args=(job, water, moves, locks)) for job in jobs]
    for process in keepers + guests:
        process.start()
    for process in keepers + guests:
        process.join()
    return water[:], moves.value, seen[:]


def named_keeper(job, names, count, one):
    for name, source, target in job:
        with one:
            if name in names[source]:
                # remove() and append() are calls of the lists that the manager itself holds
                names[source].remove(name)
                names[target].append(name)
                count.set(count.get() + 1)


def move_named(tanks, jobs):
    with Manager() as manager:
        names = manager.dict({tank: manager.list(fish) for tank, fish in tanks.items()})
        count, one = manager.Value("i", 0), Condition()
        keepers = [Process(target=named_keeper, args=(job, names, count, one)) for job in jobs]
        for process in keepers:
            process.start()
        for process in keepers:
            process.join()
        return {tank: names[tank][:] for tank in tanks}, count.get()


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
