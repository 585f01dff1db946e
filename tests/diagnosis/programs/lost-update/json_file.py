"""Two sell tickets from a file without a lock."""
# expect: 0
# schedules: 150

import json
from multiprocessing import Process


def sell():
    with open("tickets.json") as f:
        tickets = json.load(f)
    tickets -= 1
    with open("tickets.json", "w") as f:
        json.dump(tickets, f)


def main():
    with open("tickets.json", "w") as f:
        json.dump(2, f)
    ps = [Process(target=sell) for _ in range(2)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    with open("tickets.json") as f:
        return json.load(f)
