"""Under spawn a child gets the ends that are passed to it and no others."""

from multiprocessing import get_context

SILENCE = "..."


def echoes(word):
    return [word, word] if str(word).isupper() else [word]


def incoming(end):
    """Yield all messages until the pipe has ended."""
    with end:
        while True:
            try:
                yield end.recv()
            except EOFError:
                return


def mountain(ears, mouth):
    with mouth:
        for word in incoming(ears):
            for echo in echoes(word):
                mouth.send(echo)
        mouth.send(SILENCE)


def shout(words):
    ctx = get_context("spawn")
    ears, your_mouth = ctx.Pipe(duplex=False)
    your_ears, mouth = ctx.Pipe(duplex=False)
    child = ctx.Process(target=mountain, args=(ears, mouth))
    child.start()
    for end in (ears, mouth):
        end.close()
    with your_mouth:
        for word in words:
            your_mouth.send(word)
    heard = list(incoming(your_ears))
    child.join()
    return heard
