"""An order says of itself that it can't be packed, in words of its own."""

# method: spawn
import pickle
from multiprocessing import Process


class Order:
    def __reduce__(self):
        raise pickle.PicklingError("an order stays in the kitchen")

    def cook(self):
        print("soup")


def main():
    cook = Process(target=Order().cook)
    cook.start()
    cook.join()
