"""Two-way pipes, of which one direction each is used; a thread listens while the words go out."""

from multiprocessing import Lock, Pipe, Process
from threading import Thread

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def hum(words):
    left, right = Pipe()
    heard = []
    listener = Thread(target=listen, args=(right, heard))
    listener.start()
    for word in words:
        left.send(word)
    left.close()
    listener.join()
    return heard


def reply(end, theirs):
    theirs.close()
    while end.poll(None):  # waits until there is a message, or the end
        try:
            word = end.recv()
        except EOFError:
            return
        end.send(echoes(word))


def talk(here, there, words):
    partner = Process(target=reply, args=(there, here))
    partner.start()
    there.close()
    answers = []
    for word in words:
        here.send(word)
        answers += [here.recv()]
    here.close()
    partner.join()
    return answers


def mountain(words_here, words_there, echoes_here, echoes_there, one_hears, one_speaks):
    words_there.close()
    echoes_here.close()
    over = False
    while not over:
        one_hears.acquire()
        try:
            answer = echoes(words_here.recv())
        except EOFError:
            answer = [SILENCE]
            over = True
        finally:
            one_hears.release()
        for echo in answer:
            one_speaks.acquire()
            echoes_there.send(echo)
            one_speaks.release()


def listen(end, heard):
    while True:
        try:
            heard.append(end.recv())
        except EOFError:
            return


def shout(words):
    words_here, words_there = Pipe()
    echoes_here, echoes_there = Pipe()
    ends = words_here, words_there, echoes_here, echoes_there
    child = Process(target=mountain, args=(*ends, Lock(), Lock()))
    child.start()
    words_here.close()
    echoes_there.close()
    heard = []
    listener = Thread(target=listen, args=(echoes_here, heard))
    listener.start()
    for word in words:
        words_there.send(word)
    words_there.close()
    child.join()
    listener.join()
    return heard


def hiker(words, end, one_speaks):
    for word in words:
        one_speaks.acquire()
        end.send(word)
        one_speaks.release()


def valley(hikers, mountains):
    words_here, words_there = Pipe()
    echoes_here, echoes_there = Pipe()
    ends = words_here, words_there, echoes_here, echoes_there
    hikers_speak, one_hears, mountains_speak = Lock(), Lock(), Lock()
    rocks = [
        Process(target=mountain, args=(*ends, one_hears, mountains_speak)) for _ in range(mountains)
    ]
    people = [Process(target=hiker, args=(words, words_there, hikers_speak)) for words in hikers]
    for child in rocks + people:
        child.start()
    words_here.close()
    words_there.close()
    echoes_there.close()
    heard = []
    listener = Thread(target=listen, args=(echoes_here, heard))
    listener.start()
    for child in rocks + people:
        child.join()
    listener.join()
    return heard


if __name__ == "__main__":
    print("You hum, talk to the keeper of the hut, and shout at a mountain.")
    print("hum:   ", hum(["la", "lala"]))
    print("talk:  ", talk(*Pipe(), ["Hello", "HEY"]))
    print("shout: ", shout(["Hello", "HEY", "who are you"]))
    print("valley:", valley([["Hello", "HEY"], ["you"]], mountains=2))
