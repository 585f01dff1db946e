"""A class of one's own in a manager: each of its methods has the lock."""

from multiprocessing import Process, Queue
from multiprocessing.managers import BaseManager
from threading import Lock


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


class Aquarium:
    def __init__(self, tanks):
        self.tanks = tanks
        self.moves = 0
        self.lock = Lock()  # the manager serves each process in a thread of its own

    def move(self, source, target):
        with self.lock:
            if self.tanks[source]:
                self.tanks[source] -= 1
                self.tanks[target] += 1
                self.moves += 1

    def move_name(self, name, source, target):
        with self.lock:
            if name in self.tanks[source]:
                self.tanks[source].remove(name)
                self.tanks[target].append(name)
                self.moves += 1

    def count(self):
        with self.lock:
            return count_all(self.tanks)

    def result(self):
        return self.tanks, self.moves


class Zoo(BaseManager):
    pass


Zoo.register("Aquarium", Aquarium)


def keeper(job, aquarium):
    for source, target in job:
        aquarium.move(source, target)


def visitor(aquarium, queue):
    queue.put(aquarium.count())


def run_all(people):
    for person in people:
        person.start()
    for person in people:
        person.join()


def move_fish(tanks, jobs, visitors):
    with Zoo() as zoo:
        aquarium, queue = zoo.Aquarium(tanks), Queue()
        people = [Process(target=keeper, args=(job, aquarium)) for job in jobs]
        people += [Process(target=visitor, args=(aquarium, queue)) for _ in range(visitors)]
        run_all(people)
        return *aquarium.result(), [queue.get() for _ in range(visitors)]


def named_keeper(job, aquarium):
    for name, source, target in job:
        aquarium.move_name(name, source, target)


def move_named(tanks, jobs):
    with Zoo() as zoo:
        aquarium = zoo.Aquarium(tanks)
        run_all([Process(target=named_keeper, args=(job, aquarium)) for job in jobs])
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
