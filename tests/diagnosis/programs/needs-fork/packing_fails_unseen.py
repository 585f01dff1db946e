"""The task can't be packed up, and nobody hears of it."""

# expect: 1
# method: spawn
from multiprocessing import Process, Value


def main():
    done = Value("i", 0)

    def work():
        done.value = 1

    worker = Process(target=work)
    try:
        worker.start()
        worker.join()
    except Exception:
        pass
    return done.value
