"""A mountain that echoes: pipes within one process, and among several. See README.md."""

from multiprocessing import Pipe, Process

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def hum(words):
    """Alone in a hut: send every word into a pipe, receive it again, here in this process."""
    # TODO 1: one pipe, both ends, no other process. A few of the words fill the pipe.
    raise NotImplementedError("TODO 1: hum()")


def talk(here, there, words):
    """Ask through one two-way pipe: you use the end `here`, a child process the end `there`.

    Returns one answer for each word: the list echoes(word), as one message.
    """
    # TODO 2: start the child; send a word and wait for its answer, then the next word.
    # The child ends when you close your end. Which ends does each of you have open?
    raise NotImplementedError("TODO 2: talk()")


def shout(words):
    """Shout all words at a mountain in a process of its own; return what came back, in order."""
    # TODO 3: one pipe for the words, another one for the echoes. The mountain sends one echo
    # after another, and SILENCE when the words have ended.
    raise NotImplementedError("TODO 3: shout()")


def valley(hikers, mountains):
    """One process for each hiker, which shouts its list of words, and so many mountains.

    Returns all that came back, in the order in which it came, with one SILENCE for each mountain.
    """
    # TODO 4: all hikers send on the same end, all mountains receive on the same end, and
    # all answers come to you through the same end. What keeps them apart?
    raise NotImplementedError("TODO 4: valley()")


if __name__ == "__main__":
    print("You hum, talk to the keeper of the hut, and shout at a mountain.")
    try:
        print("hum:   ", hum(["la", "lala"]))
        print("talk:  ", talk(*Pipe(), ["Hello", "HEY"]))
        print("shout: ", shout(["Hello", "HEY", "who are you"]))
        print("valley:", valley([["Hello", "HEY"], ["you"]], mountains=2))
    except NotImplementedError as todo:
        print("Still to do:", todo)
