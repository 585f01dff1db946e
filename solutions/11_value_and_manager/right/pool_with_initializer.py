"""A pool with a worker for each of the people; an initializer gives them what they share."""

import multiprocessing as mp


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def receive(*things):
    global shared
    shared = things


def keeper(job):
    tanks, moves = shared
    for source, target in job:
        with tanks.get_lock():
            if tanks[source] > 0:
                tanks[source] -= 1
                tanks[target] += 1
                with moves.get_lock():
                    moves.value += 1


def visitor(_):
    tanks, _ = shared
    with tanks.get_lock():
        return count_all(tanks)


def move_fish(tanks, jobs, visitors):
    shared = mp.Array("i", tanks), mp.Value("i", 0)
    with mp.Pool(len(jobs) + visitors, receive, shared) as pool:
        work = [pool.apply_async(keeper, (job,)) for job in jobs]
        seen = pool.map_async(visitor, range(visitors))
        for each in work:
            each.get()
        seen = seen.get()
    return list(shared[0]), shared[1].value, seen


def named_keeper(args):
    job, tanks, moves, lock = args
    for name, source, target in job:
        with lock:
            here, there = tanks[source], tanks[target]
            if name in here:
                here.remove(name)
                there.append(name)
                tanks.update({source: here, target: there})
                moves.value += 1


def move_named(tanks, jobs):
    with mp.Manager() as manager:
        tanks, moves, lock = manager.dict(tanks), manager.Value("i", 0), manager.Lock()
        with mp.Pool(len(jobs)) as pool:
            pool.map(named_keeper, [(job, tanks, moves, lock) for job in jobs], chunksize=1)
        return dict(tanks), moves.value


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
