"""Two receive on the same end, one at a time; all messages are echoed and drained."""

from multiprocessing import Lock, Pipe, Process


def read(ears, lock, sender, mouth, speaking):
    sender.close()
    while True:
        try:
            with lock:
                number = ears.recv()
        except EOFError:
            return
        with speaking:
            mouth.send(number)


def main():
    ears, sender = Pipe(duplex=False)
    ours, mouth = Pipe(duplex=False)
    ends = (ears, Lock(), sender, mouth, Lock())
    readers = [Process(target=read, args=ends) for _ in range(2)]
    for reader in readers:
        reader.start()
    ears.close()
    mouth.close()
    for number in range(2):
        sender.send(number)
    sender.close()
    got = []
    try:
        while True:
            got.append(ours.recv())
    except EOFError:
        pass
    for reader in readers:
        reader.join()
    return sorted(got)
