"""One process has all the fish, and the others ask it through a queue: no lock, nothing shared."""

from multiprocessing import Process, Queue


def count_all(tanks):
    """Given: walk from tank to tank and count the fish."""
    total = 0
    for fish in tanks:
        total += fish
    return total


class Owner(Process):
    """Carries out one request after another: what is asked together is done together."""

    def __init__(self, tanks, members):
        super().__init__(name="owner")
        self.tanks, self.members = tanks, members
        self.requests, self.result = Queue(), Queue()
        self.moves, self.seen = 0, []

    def run(self):
        left = self.members
        while left:
            match self.requests.get():
                case ("move", source, target):
                    self.move(source, target)
                case ("move", name, source, target):
                    self.move_name(name, source, target)
                case ("count",):
                    self.seen.append(count_all(self.tanks))
                case ("bye",):
                    left -= 1
        self.result.put((self.tanks, self.moves, self.seen))

    def move(self, source, target):
        if self.tanks[source]:
            self.tanks[source] -= 1
            self.tanks[target] += 1
            self.moves += 1

    def move_name(self, name, source, target):
        if name in self.tanks[source]:
            self.tanks[source].remove(name)
            self.tanks[target].append(name)
            self.moves += 1


def member(requests, owner):
    for request in requests:
        owner.put(request)
    owner.put(("bye",))


def run_all(tanks, requests):
    owner = Owner(tanks, len(requests))
    members = [Process(target=member, args=(each, owner.requests)) for each in requests]
    for process in [owner, *members]:
        process.start()
    result = owner.result.get()
    for process in [owner, *members]:
        process.join()
    return result


def move_fish(tanks, jobs, visitors):
    keepers = [[("move", *move) for move in job] for job in jobs]
    return run_all(tanks, keepers + [[("count",)]] * visitors)


def move_named(tanks, jobs):
    tanks, moves, _ = run_all(tanks, [[("move", *move) for move in job] for job in jobs])
    return tanks, moves


if __name__ == "__main__":
    print("Two keepers move fish, and a visitor counts them.")
    print(*move_fish([3, 0], [[(0, 1), (1, 0)], [(0, 1)]], visitors=1))
    names = {"reef": ["Nemo", "Dory"], "lagoon": ["Gill"]}
    jobs = [
        [("Nemo", "reef", "lagoon")],
        [("Dory", "reef", "lagoon"), ("Gill", "lagoon", "reef")],
    ]
    print(*move_named(names, jobs))
