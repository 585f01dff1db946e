"""Three are to come, and two threads do."""

# tasks: runner-1 8, runner-2 8
import threading


def run(start):
    start.wait()


def main():
    start = threading.Barrier(3)
    runners = [threading.Thread(target=run, name=f"runner-{n}", args=(start,)) for n in (1, 2)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
