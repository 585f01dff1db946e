"""Who takes which item is the schedule's to decide, and so is the order of prints."""

from multiprocessing import Process, Queue, current_process


def work(tasks, results):
    while (item := tasks.get()) is not None:
        print(current_process().name, "has", item)
        results.put(item)


def main():
    tasks, results = Queue(), Queue()
    ps = [Process(target=work, args=(tasks, results)) for _ in range(2)]
    for p in ps:
        p.start()
    for item in ["a", "b", None, None]:
        tasks.put(item)
    for _ in range(2):
        print("got", results.get())
    for p in ps:
        p.join()
