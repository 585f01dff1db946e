# cause: exception
# The proxy is read when its manager has ended.
from multiprocessing import Array, Lock, Manager, Process, Value


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def keeper(job, tanks, moves, lock):
    for source, target in job:
        with lock:
            if tanks[source] > 0:
                tanks[source] -= 1
                tanks[target] += 1
                moves.value += 1


def visitor(i, tanks, seen, lock):
    with lock:
        seen[i] = count_all(tanks)


def move_fish(tanks, jobs, visitors):
    lock = Lock()
    shared = Array("i", tanks)
    moves = Value("i", 0)
    seen = Array("i", visitors)
    ps = [Process(target=keeper, args=(job, shared, moves, lock)) for job in jobs]
    ps += [Process(target=visitor, args=(i, shared, seen, lock)) for i in range(visitors)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    return list(shared), moves.value, list(seen)


def keeper2(job, d, lock):
    for name, source, target in job:
        with lock:
            names = d[source]
            if name in names:
                names.remove(name)
                d[source] = names
                d[target] = d[target] + [name]
                d["moves"] += 1


def move_named(tanks, jobs):
    with Manager() as m:
        d = m.dict(tanks)
        d["moves"] = 0
        lock = Lock()
        ps = []
        for job in jobs:
            p = Process(target=keeper2, args=(job, d, lock))
            p.start()
            ps.append(p)
        for p in ps:
            p.join()
    result = dict(d)
    moves = result.pop("moves")
    return result, moves


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
