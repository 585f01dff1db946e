"""Under spawn a child gets the ends that are passed to it and no others."""

from multiprocessing import Pipe, get_context

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def hum(words):
    heard = []
    ear, mouth = Pipe(duplex=False)
    with ear, mouth:
        for word in words:
            mouth.send(word)
            heard.append(ear.recv())
    return heard


def incoming(end, lock):
    """Yield all messages until the pipe has ended."""
    with end:
        while True:
            try:
                with lock:
                    message = end.recv()
            except EOFError:
                return
            yield message


def keeper(end, lock):
    for word in incoming(end, lock):
        end.send(echoes(word))


def talk(here, there, words):
    ctx = get_context("spawn")
    lock = ctx.Lock()  # kept here: a lock that nobody has any more is gone before the child has it
    child = ctx.Process(target=keeper, args=(there, lock))
    child.start()
    there.close()
    answers = []
    with here:
        for word in words:
            here.send(word)
            answers.append(here.recv())
    child.join()
    return answers


def send(end, lock, message):
    with lock:
        end.send(message)


def mountain(ears, hearing, mouth, speaking):
    with mouth:
        for word in incoming(ears, hearing):
            for echo in echoes(word):
                send(mouth, speaking, echo)
        send(mouth, speaking, SILENCE)


def hiker(words, mouth, speaking):
    with mouth:
        for word in words:
            send(mouth, speaking, word)


def shout(words):
    ctx = get_context("spawn")
    ears, your_mouth = ctx.Pipe(duplex=False)
    your_ears, mouth = ctx.Pipe(duplex=False)
    hearing, speaking = ctx.Lock(), ctx.Lock()
    child = ctx.Process(target=mountain, args=(ears, hearing, mouth, speaking))
    child.start()
    for end in (ears, mouth):
        end.close()
    with your_mouth:
        for word in words:
            your_mouth.send(word)
    heard = list(incoming(your_ears, ctx.Lock()))
    child.join()
    return heard


def valley(hikers, mountains):
    ctx = get_context("spawn")
    ears, their_mouth = ctx.Pipe(duplex=False)
    your_ears, mouth = ctx.Pipe(duplex=False)
    hearing, speaking, their_speaking = ctx.Lock(), ctx.Lock(), ctx.Lock()
    children = [
        ctx.Process(target=mountain, args=(ears, hearing, mouth, speaking))
        for _ in range(mountains)
    ] + [ctx.Process(target=hiker, args=(words, their_mouth, their_speaking)) for words in hikers]
    for child in children:
        child.start()
    for end in (ears, their_mouth, mouth):
        end.close()
    heard = list(incoming(your_ears, ctx.Lock()))
    for child in children:
        child.join()
    return heard


if __name__ == "__main__":
    print("You hum, talk to the keeper of the hut, and shout at a mountain.")
    print("hum:   ", hum(["la", "lala"]))
    print("talk:  ", talk(*Pipe(), ["Hello", "HEY"]))
    print("shout: ", shout(["Hello", "HEY", "who are you"]))
    print("valley:", valley([["Hello", "HEY"], ["you"]], mountains=2))
