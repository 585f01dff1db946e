# cause: child-failed
# The child answers on the end that can only receive.
from multiprocessing import Pipe, Process

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def mountain(ears, mouth, your_mouth, your_ears):
    your_mouth.close()
    your_ears.close()
    while True:
        try:
            word = ears.recv()
        except EOFError:
            break
        for e in echoes(word):
            ears.send(e)
    mouth.send(SILENCE)
    mouth.close()


def shout(words):
    ears, your_mouth = Pipe(duplex=False)  # words go this way
    your_ears, mouth = Pipe(duplex=False)  # echoes go that way
    p = Process(target=mountain, args=(ears, mouth, your_mouth, your_ears))
    p.start()
    ears.close()
    mouth.close()
    for word in words:
        your_mouth.send(word)
    your_mouth.close()
    answer = []
    while True:
        try:
            answer.append(your_ears.recv())
        except EOFError:
            break
    p.join()
    return answer
