"""Fresh interpreters; everything that they share is passed to them, the lock is a manager's."""

from multiprocessing import get_context


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def keeper(job, tanks, moves, lock):
    for source, target in job:
        with lock:
            found = tanks[source] > 0
            if found:
                tanks[source] = tanks[source] - 1
                tanks[target] = tanks[target] + 1
                moves.value = moves.value + 1


def visitor(tanks, answers, lock):
    lock.acquire()
    total = count_all(tanks)
    lock.release()
    answers.put(total)


def move_fish(tanks, jobs, visitors):
    ctx = get_context("spawn")
    lock = ctx.Lock()
    water = ctx.Array("i", tanks, lock=False)
    moves = ctx.Value("i", 0, lock=False)
    answers = ctx.Queue()
    everybody = [ctx.Process(target=keeper, args=(job, water, moves, lock)) for job in jobs]
    everybody += [
        ctx.Process(target=visitor, args=(water, answers, lock)) for _ in range(visitors)
    ]
    for process in everybody:
        process.start()
    seen = [answers.get() for _ in range(visitors)]
    for process in everybody:
        process.join()
    return water[:], moves.value, seen


def named_keeper(job, world, lock):
    for name, source, target in job:
        with lock:
            tanks = world["tanks"]
            if name not in tanks[source]:
                continue
            tanks[source].remove(name)
            tanks[target].append(name)
            world.update(tanks=tanks, moves=world["moves"] + 1)


def move_named(tanks, jobs):
    ctx = get_context("spawn")
    with ctx.Manager() as manager:
        world = manager.dict(tanks=tanks, moves=0)
        lock = manager.Lock()
        everybody = [ctx.Process(target=named_keeper, args=(job, world, lock)) for job in jobs]
        for process in everybody:
            process.start()
        for process in everybody:
            process.join()
        return world["tanks"], world["moves"]


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
