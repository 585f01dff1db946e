"""Numbers too are the manager's; += of a list in a managed dict writes it back."""

import multiprocessing as mp


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def keeper(job, tanks, moves, lock):
    for source, target in job:
        with lock:
            if tanks[source] >= 1:
                tanks[source] -= 1
                tanks[target] += 1
                moves.value += 1


def visitor(tanks, seen, lock):
    with lock:
        seen.append(count_all(tanks))


def run_all(*people):
    for person in people:
        person.start()
    for person in people:
        person.join()


def move_fish(tanks, jobs, visitors):
    manager = mp.Manager()
    tanks, seen = manager.list(tanks), manager.list()
    moves, lock = manager.Value("i", 0), manager.Lock()
    run_all(
        *(mp.Process(target=keeper, args=(job, tanks, moves, lock)) for job in jobs),
        *(mp.Process(target=visitor, args=(tanks, seen, lock)) for _ in range(visitors)),
    )
    return list(tanks), moves.value, list(seen)


def named_keeper(job, tanks, moves, lock):
    for name, source, target in job:
        with lock:
            if name in tanks[source]:
                tanks[source] = [n for n in tanks[source] if n != name]
                tanks[target] += [name]
                moves.value += 1


def move_named(tanks, jobs):
    tanks = mp.Manager().dict(tanks)
    lock, moves = mp.Lock(), mp.Value("i", 0, lock=False)
    run_all(*(mp.Process(target=named_keeper, args=(job, tanks, moves, lock)) for job in jobs))
    return tanks.copy(), moves.value


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
