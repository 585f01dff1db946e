"""Every unused end is closed, so EOFError comes."""
# expect: [0, 1]

from multiprocessing import Pipe, Process


def child(sender):
    for i in range(2):
        sender.send(i)
    sender.close()


def main():
    receiver, sender = Pipe(duplex=False)
    p = Process(target=child, args=(sender,))
    p.start()
    sender.close()
    got = []
    try:
        while True:
            got.append(receiver.recv())
    except EOFError:
        pass
    p.join()
    return got
