"""A mountain that echoes: a parent, a child, and the end of the shouting."""

from multiprocessing import Pipe, Process

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def mountain(ears, mouth, not_mine):
    """Answer every word with its echoes until the pipe of words has ended, then with SILENCE."""
    for end in not_mine:  # under fork the parent's ends are open here too
        end.close()
    while True:
        try:
            word = ears.recv()
        except EOFError:
            break
        for echo in echoes(word):
            mouth.send(echo)
    mouth.send(SILENCE)
    mouth.close()


def shout(words):
    """Shout all words at a mountain in a process of its own; return what came back, in order."""
    ears, your_mouth = Pipe(duplex=False)
    your_ears, mouth = Pipe(duplex=False)
    child = Process(
        target=mountain, name="mountain", args=(ears, mouth, (your_mouth, your_ears))
    )
    child.start()
    ears.close()
    mouth.close()  # or the echoes would never end: this copy could still send one
    for word in words:
        your_mouth.send(word)
    your_mouth.close()
    heard = []
    while True:
        try:
            heard.append(your_ears.recv())
        except EOFError:
            break
    child.join()
    return heard


if __name__ == "__main__":
    print("You shout three words at a mountain.")
    print("It answers:", *shout(["Hello", "HEY", "who are you"]), sep="\n  ")
