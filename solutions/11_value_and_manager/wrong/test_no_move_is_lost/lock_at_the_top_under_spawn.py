# cause: needs-fork
# What stands at the top of the file is made anew in a fresh interpreter.
from multiprocessing import Manager, get_context

spawn = get_context("spawn")
lock = spawn.Lock()
moves = spawn.Value("i", 0)


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def keeper(job, tanks):
    for source, target in job:
        with lock:
            if tanks[source] > 0:
                tanks[source] -= 1
                tanks[target] += 1
                moves.value += 1


def visitor(i, tanks, seen):
    with lock:
        seen[i] = count_all(tanks)


def move_fish(tanks, jobs, visitors):
    shared = spawn.Array("i", tanks)
    seen = spawn.Array("i", visitors)
    moves.value = 0
    ps = [spawn.Process(target=keeper, args=(job, shared)) for job in jobs]
    ps += [spawn.Process(target=visitor, args=(i, shared, seen)) for i in range(visitors)]
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
        lock = spawn.Lock()
        ps = [spawn.Process(target=keeper2, args=(job, d, lock)) for job in jobs]
        for p in ps:
            p.start()
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
