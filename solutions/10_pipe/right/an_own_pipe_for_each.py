"""No end is shared: each process has pipes of its own, and wait() says where something is."""

from multiprocessing import Pipe, Process
from multiprocessing.connection import wait

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def hum(words):
    a, b = Pipe()
    heard = []
    for word in words:
        a.send(word)
        heard.append(b.recv())
    a.close()
    b.close()
    return heard


def from_all(ends):
    """Yield the messages of several pipes until all of them have ended."""
    ends = list(ends)
    while ends:
        for end in wait(ends):
            try:
                message = end.recv()
            except EOFError:
                ends.remove(end)
            else:
                yield message


def keeper(end, not_mine):
    not_mine.close()
    for word in from_all([end]):
        end.send(echoes(word))


def talk(here, there, words):
    child = Process(target=keeper, args=(there, here))
    child.start()
    there.close()
    answers = []
    for word in words:
        here.send(word)
        answers.append(here.recv())
    here.close()
    child.join()
    return answers


def mountain(ears, mouth, not_mine):
    for end in not_mine:
        end.close()
    for word in from_all(ears):
        for echo in echoes(word):
            mouth.send(echo)
    mouth.send(SILENCE)


def hiker(words, mouth):
    for word in words:
        mouth.send(word)


def shout(words):
    return valley([words], 1)


def valley(hikers, mountains):
    """Each hiker shouts at one mountain, and each mountain has a pipe to you."""
    from_hikers = [Pipe(duplex=False) for _ in hikers]
    to_you = [Pipe(duplex=False) for _ in range(mountains)]
    mouths = [mouth for _, mouth in from_hikers]
    children = [
        Process(target=hiker, args=(words, mouth))
        for words, mouth in zip(hikers, mouths, strict=True)
    ]
    for number, (_, mouth) in enumerate(to_you):
        ears = [ear for ear, _ in from_hikers[number::mountains]]
        children.append(Process(target=mountain, args=(ears, mouth, mouths)))
    for child in children:
        child.start()
    for mouth in [*mouths, *(mouth for _, mouth in to_you)]:
        mouth.close()
    heard = list(from_all(ear for ear, _ in to_you))
    for child in children:
        child.join()
    return heard


if __name__ == "__main__":
    print("You hum, talk to the keeper of the hut, and shout at a mountain.")
    print("hum:   ", hum(["la", "lala"]))
    print("talk:  ", talk(*Pipe(), ["Hello", "HEY"]))
    print("shout: ", shout(["Hello", "HEY", "who are you"]))
    print("valley:", valley([["Hello", "HEY"], ["you"]], mountains=2))
