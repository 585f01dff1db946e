"""As the reference, but the end of a process is waited for at its sentinel."""

from multiprocessing import Lock, Pipe, Process, connection

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def hum(words):
    """Send a word and receive it before the next: nobody else is here to empty the pipe."""
    ear, mouth = Pipe(duplex=False)
    heard = []
    for word in words:
        mouth.send(word)
        heard.append(ear.recv())
    return heard


def keeper(end, not_mine):
    """Answer every word until nobody can ask any more."""
    not_mine.close()  # under fork it is open here too
    while True:
        try:
            word = end.recv()
        except EOFError:
            break
        end.send(echoes(word))


def wait_for(children):
    """Wait for the end of all children, without a join()."""
    sentinels = [child.sentinel for child in children]
    while sentinels:
        for ended in connection.wait(sentinels):
            sentinels.remove(ended)


def talk(here, there, words):
    """Ask a keeper at the other end of a two-way pipe; return its answers."""
    child = Process(target=keeper, name="keeper", args=(there, here))
    child.start()
    there.close()
    answers = []
    for word in words:
        here.send(word)
        answers.append(here.recv())
    here.close()
    wait_for([child])
    return answers


def mountain(ears, mouth, listening, speaking, not_mine):
    """Answer every word with its echoes until the pipe of words has ended, then with SILENCE."""
    for end in not_mine:
        end.close()
    while True:
        try:
            with listening:  # a message is whole only if one receives at a time
                word = ears.recv()
        except EOFError:
            break
        for echo in echoes(word):
            with speaking:
                mouth.send(echo)
    with speaking:
        mouth.send(SILENCE)
    mouth.close()


def listen(ears):
    """Return everything that comes until nobody can send any more."""
    heard = []
    while True:
        try:
            heard.append(ears.recv())
        except EOFError:
            return heard


def shout(words):
    """Shout all words at one mountain; return what came back, in order."""
    ears, your_mouth = Pipe(duplex=False)
    your_ears, mouth = Pipe(duplex=False)
    ends = (ears, mouth, Lock(), Lock(), (your_mouth, your_ears))
    child = Process(target=mountain, name="mountain", args=ends)
    child.start()
    ears.close()
    mouth.close()  # or the echoes would never end: this copy could still send one
    for word in words:
        your_mouth.send(word)
    your_mouth.close()
    heard = listen(your_ears)
    wait_for([child])
    return heard


def hiker(words, mouth, speaking):
    """Shout the words. What else fork has copied is closed when this process ends."""
    for word in words:
        with speaking:
            mouth.send(word)


def valley(hikers, mountains):
    """Let all hikers shout into one pipe and all mountains answer into another one."""
    ears, their_mouth = Pipe(duplex=False)
    your_ears, mouth = Pipe(duplex=False)
    listening, answering, speaking = Lock(), Lock(), Lock()
    children = [
        Process(target=hiker, name=f"hiker-{number}", args=(words, their_mouth, speaking))
        for number, words in enumerate(hikers, start=1)
    ]
    ends = (ears, mouth, listening, answering, (their_mouth, your_ears))
    children += [
        Process(target=mountain, name=f"mountain-{number}", args=ends)
        for number in range(1, mountains + 1)
    ]
    for child in children:
        child.start()
    for end in (ears, their_mouth, mouth):
        end.close()
    heard = listen(your_ears)
    wait_for(children)
    return heard


if __name__ == "__main__":
    print("You hum, talk to the keeper of the hut, and shout at a mountain.")
    print("hum:   ", hum(["la", "lala"]))
    print("talk:  ", talk(*Pipe(), ["Hello", "HEY"]))
    print("shout: ", shout(["Hello", "HEY", "who are you"]))
    print("valley:", valley([["Hello", "HEY"], ["you"]], mountains=2))
