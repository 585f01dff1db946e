"""Two get_lock()s, always in one order; the visitors' answers come through a queue."""

from multiprocessing import Array, Manager, Process, Queue, Value


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


def keeper(job, tanks, moves):
    for source, target in job:
        with tanks.get_lock(), moves.get_lock():
            if not tanks[source]:
                continue
            tanks[source] -= 1
            tanks[target] += 1
            moves.value += 1


def visitor(tanks, answers):
    with tanks.get_lock():
        answers.put(count_all(tanks))


def move_fish(tanks, jobs, visitors):
    water, moves, answers = Array("h", tanks), Value("H"), Queue()
    people = [Process(target=visitor, args=(water, answers)) for _ in range(visitors)]
    people += [Process(target=keeper, args=(job, water, moves)) for job in jobs]
    for each in people:
        each.start()
    seen = [answers.get() for _ in range(visitors)]
    for each in people:
        each.join()
    return water[:], moves.value, seen


def named_keeper(job, world, lock):
    for name, source, target in job:
        lock.acquire()
        try:
            if name in world.tanks[source]:
                tanks = world.tanks
                tanks[source].remove(name)
                tanks[target].append(name)
                world.tanks = tanks
                world.moves += 1
        finally:
            lock.release()


def move_named(tanks, jobs):
    with Manager() as manager:
        world, lock = manager.Namespace(), manager.RLock()
        world.tanks, world.moves = tanks, 0
        people = [Process(target=named_keeper, args=(job, world, lock)) for job in jobs]
        for each in people:
            each.start()
        for each in people:
            each.join()
        return world.tanks, world.moves


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
