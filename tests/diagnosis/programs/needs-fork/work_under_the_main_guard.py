"""The work stands under the main guard, which a new interpreter passes over."""

# method: spawn
from multiprocessing import Process

if __name__ == "__main__":

    def work():
        print("hello")

    worker = Process(target=work)
    worker.start()
    worker.join()
