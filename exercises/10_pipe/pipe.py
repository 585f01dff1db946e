"""A mountain that echoes: a parent, a child, and the end of the shouting. See README.md."""

from multiprocessing import Pipe, Process

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def mountain(ears, mouth):
    """Runs in the child: answer every word with its echoes, at the end with one SILENCE."""
    # TODO 1: receive words until there can be no more, and send all echoes of each one.
    # What does this process have open that it does not need?
    raise NotImplementedError("TODO 1: mountain()")


def shout(words):
    """Shout all words at a mountain in a process of its own; return what came back, in order."""
    ears, your_mouth = Pipe(duplex=False)  # words go this way
    your_ears, mouth = Pipe(duplex=False)  # echoes go that way
    # TODO 2: start the mountain, send the words, hear all echoes, wait for the process.
    # What does this process have open that it does not need?
    raise NotImplementedError("TODO 2: shout()")


if __name__ == "__main__":
    print("You shout three words at a mountain.")
    try:
        print("It answers:", *shout(["Hello", "HEY", "who are you"]), sep="\n  ")
    except NotImplementedError as todo:
        print("Still to do:", todo)
