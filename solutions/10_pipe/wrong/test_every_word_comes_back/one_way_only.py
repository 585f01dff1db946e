# cause: child-failed
# One one-way pipe for both directions: the child sends on the end that can only receive.
from multiprocessing import Pipe, Process

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def mountain(ears, mouth):
    # ears, mouth: the two ends of the pipe
    while True:
        try:
            word = ears.recv()
        except EOFError:
            break
        for e in echoes(word):
            ears.send(e)
    ears.send(SILENCE)


def shout(words):
    ears, mouth = Pipe(duplex=False)
    p = Process(target=mountain, args=(ears, mouth))
    p.start()
    for word in words:
        mouth.send(word)
    mouth.close()
    answer = []
    while True:
        try:
            answer.append(ears.recv())
        except EOFError:
            break
    p.join()
    return answer
