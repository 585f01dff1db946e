"""Process subclasses; one lock, that of the Value, for all numbers; nested lists of the manager."""

from multiprocessing import Manager, Process
from multiprocessing.sharedctypes import RawArray, Value


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


class Keeper(Process):
    def __init__(self, job, tanks, moves):
        super().__init__()
        self.job, self.tanks, self.moves = job, tanks, moves

    def run(self):
        for source, target in self.job:
            self.moves.acquire()
            try:
                if self.tanks[source] < 1:
                    continue
                self.tanks[source] -= 1
                self.tanks[target] += 1
                self.moves.value += 1
            finally:
                self.moves.release()


class Visitor(Process):
    def __init__(self, tanks, moves):
        super().__init__()
        self.tanks, self.lock = tanks, moves.get_lock()
        self.seen = Value("i", -1)

    def run(self):
        with self.lock:
            copy = list(self.tanks)
        self.seen.value = count_all(copy)


class NamedKeeper(Process):
    def __init__(self, job, tanks, moves):
        super().__init__()
        self.job, self.tanks, self.moves = job, tanks, moves

    def run(self):
        for name, source, target in self.job:
            with self.moves.get_lock():
                if name in list(self.tanks[source]):
                    self.tanks[source].remove(name)
                    self.tanks[target].append(name)
                    self.moves.value += 1


def run_all(people):
    for person in people:
        person.start()
    for person in people:
        person.join()


def move_fish(tanks, jobs, visitors):
    moves = Value("i", 0)
    tanks = RawArray("i", tanks)
    keepers = [Keeper(job, tanks, moves) for job in jobs]
    guests = [Visitor(tanks, moves) for _ in range(visitors)]
    run_all([*guests, *keepers])
    return list(tanks), moves.value, [guest.seen.value for guest in guests]


def move_named(tanks, jobs):
    manager = Manager()
    lists = {tank: manager.list(names) for tank, names in tanks.items()}
    moves = Value("i", 0)
    run_all([NamedKeeper(job, lists, moves) for job in jobs])
    result = {tank: list(names) for tank, names in lists.items()}
    manager.shutdown()
    return result, moves.value


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
