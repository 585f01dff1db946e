# cause: lost-item
# The loop ends at the first word that counts as false.
from multiprocessing import Pipe, Process

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def mountain(ears, mouth, your_mouth, your_ears):
    your_mouth.close()
    your_ears.close()
    try:
        while word := ears.recv():
            for e in echoes(word):
                mouth.send(e)
    except EOFError:
        pass
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
        try:
            your_mouth.send(word)
        except BrokenPipeError:
            break
    your_mouth.close()
    answer = []
    while True:
        try:
            answer.append(your_ears.recv())
        except EOFError:
            break
    p.join()
    return answer
