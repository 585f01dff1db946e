# cause: wrong-value
# A word that is thought to be rare tells the child that the talk is over.
from multiprocessing import Lock, Pipe, Process

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def hum(words):
    r, w = Pipe(duplex=False)
    back = []
    for word in words:
        w.send(word)
        back.append(r.recv())
    return back


def answer(end, other):
    other.close()
    while True:
        word = end.recv()
        if word == "STOP":
            break
        end.send(echoes(word))


def talk(here, there, words):
    p = Process(target=answer, args=(there, here))
    p.start()
    there.close()
    answers = []
    for word in words:
        here.send(word)
        answers.append(here.recv())
    here.send("STOP")
    p.join()
    return answers


def mountain(ears, mouth, rlock, wlock, your_mouth, your_ears):
    your_mouth.close()
    your_ears.close()
    while True:
        try:
            with rlock:
                word = ears.recv()
        except EOFError:
            break
        for e in echoes(word):
            with wlock:
                mouth.send(e)
    with wlock:
        mouth.send(SILENCE)
    mouth.close()


def shout(words):
    ears, your_mouth = Pipe(duplex=False)  # words go this way
    your_ears, mouth = Pipe(duplex=False)  # echoes go that way
    p = Process(target=mountain, args=(ears, mouth, Lock(), Lock(), your_mouth, your_ears))
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


def hiker(words, mouth, wlock):
    for word in words:
        with wlock:
            mouth.send(word)
    mouth.close()


def valley(hikers, mountains):
    ears, hikers_mouth = Pipe(duplex=False)
    your_ears, mouth = Pipe(duplex=False)
    read, write1, write2 = Lock(), Lock(), Lock()
    ps = []
    for words in hikers:
        ps.append(Process(target=hiker, args=(words, hikers_mouth, write1)))
    for _ in range(mountains):
        ps.append(Process(target=mountain,
                          args=(ears, mouth, read, write2, hikers_mouth, your_ears)))
    for p in ps:
        p.start()
    ears.close()
    hikers_mouth.close()
    mouth.close()
    heard = []
    while True:
        try:
            heard.append(your_ears.recv())
        except EOFError:
            break
    for p in ps:
        p.join()
    return heard


if __name__ == "__main__":
    print("You hum, talk to the keeper of the hut, and shout at a mountain.")
    print("hum:   ", hum(["la", "lala"]))
    print("talk:  ", talk(*Pipe(), ["Hello", "HEY"]))
    print("shout: ", shout(["Hello", "HEY", "who are you"]))
    print("valley:", valley([["Hello", "HEY"], ["you"]], mountains=2))
