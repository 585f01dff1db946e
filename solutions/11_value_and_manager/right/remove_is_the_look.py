"""Managed lists: remove() looks and takes in one call; a snapshot of an Array is one call too."""

from multiprocessing import Array, Lock, Manager, Process, Value


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


class Keeper(Process):
    def __init__(self, number, job, tanks, moved):
        super().__init__(name=f"keeper-{number}")
        self.number, self.job, self.tanks, self.moved = number, job, tanks, moved

    def run(self):
        for source, target in self.job:
            with self.tanks:
                if self.tanks[source] > 0:
                    self.tanks[source] -= 1
                    self.tanks[target] += 1
                    self.moved[self.number] += 1  # a cell of its own


def visit(tanks, total):
    total.value = count_all(tanks[:])


def move_fish(tanks, jobs, visitors):
    water, moved = Array("i", tanks), Array("i", len(jobs))
    totals = [Value("i", lock=False) for _ in range(visitors)]
    people = [Keeper(number, job, water, moved) for number, job in enumerate(jobs)]
    people += [Process(target=visit, args=(water, total)) for total in totals]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return list(water), sum(moved), [total.value for total in totals]


def named_keeper(job, tanks, moves):
    for name, source, target in job:
        try:
            tanks[source].remove(name)
        except ValueError:
            continue
        tanks[target].append(name)
        with moves.get_lock():
            moves.value += 1


def move_named(tanks, jobs):
    with Manager() as manager:
        water = {tank: manager.list(names) for tank, names in tanks.items()}
        moves = Value("i")
        keepers = [Process(target=named_keeper, args=(job, water, moves)) for job in jobs]
        for keeper in keepers:
            keeper.start()
        for keeper in keepers:
            keeper.join()
        return {tank: list(names) for tank, names in water.items()}, moves.value


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
