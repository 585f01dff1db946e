from multiprocessing import Process, Value


def transfer(source, target, amount):
    with source.get_lock():
        with target.get_lock():
            source.value -= amount
            target.value += amount


def main():
    ann, bob = Value("i", 100), Value("i", 100)
    tellers = [
        Process(target=transfer, args=(ann, bob, 10), name="teller-1"),
        Process(target=transfer, args=(bob, ann, 20), name="teller-2"),
    ]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()
    return ann.value + bob.value
