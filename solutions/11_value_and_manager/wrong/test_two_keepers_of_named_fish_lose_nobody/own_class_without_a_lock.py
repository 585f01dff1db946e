# cause: child-failed
# A class in a manager of one's own is served in several threads at once.
from multiprocessing.managers import BaseManager
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


class Aquarium:
    def __init__(self, tanks):
        self.tanks = tanks
        self.moves = 0

    def move(self, name, source, target):
        if name in self.tanks[source]:
            self.tanks[source].remove(name)
            self.tanks[target].append(name)
            self.moves += 1

    def result(self):
        return self.tanks, self.moves


class Zoo(BaseManager):
    pass


Zoo.register("Aquarium", Aquarium)


def keeper2(job, aquarium):
    for name, source, target in job:
        aquarium.move(name, source, target)


def move_named(tanks, jobs):
    with Zoo() as zoo:
        aquarium = zoo.Aquarium(tanks)
        ps = [Process(target=keeper2, args=(job, aquarium)) for job in jobs]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        return aquarium.result()


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
