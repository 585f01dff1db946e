"""Process subclasses that keep all ends and close what is not their own."""

from multiprocessing import Pipe, Process, RLock

SILENCE = "..."


def echoes(word):
    """Given: what comes back for one word, as a list. Nobody knows how long it is."""
    return [word, word] if str(word).isupper() else [word]


def hum(words):
    (ear, mouth), heard = Pipe(False), []
    for word in words:
        mouth.send(word)
        while ear.poll():
            heard.append(ear.recv())
    return heard


class Keeper(Process):
    def __init__(self, mine, yours):
        super().__init__(name="keeper")
        self.mine, self.yours = mine, yours

    def run(self):
        self.yours.close()
        try:
            while True:
                self.mine.send(echoes(self.mine.recv()))
        except EOFError:
            self.mine.close()


def talk(here, there, words):
    keeper = Keeper(there, here)
    keeper.start()
    there.close()
    answers = [ask(here, word) for word in words]
    here.close()
    keeper.join()
    return answers


def ask(end, word):
    end.send(word)
    return end.recv()


class SharedEnd:
    """One end of a pipe that several processes use, one at a time."""

    def __init__(self, end):
        self.end, self.one = end, RLock()

    def send(self, what):
        with self.one:
            self.end.send(what)

    def recv(self):
        with self.one:
            return self.end.recv()

    def close(self):
        self.end.close()


class Mountain(Process):
    def __init__(self, ears, mouth, not_mine):
        super().__init__()
        self.ears, self.mouth, self.not_mine = ears, mouth, not_mine

    def run(self):
        for end in self.not_mine:
            end.close()
        try:
            while True:
                self.answer(self.ears.recv())
        except EOFError:
            self.mouth.send(SILENCE)
        finally:
            self.mouth.close()

    def answer(self, word):
        for echo in echoes(word):
            self.mouth.send(echo)


class Hiker(Process):
    def __init__(self, words, mouth):
        super().__init__()
        self.words, self.mouth = words, mouth

    def run(self):
        for word in self.words:
            self.mouth.send(word)


def listen_to(children, ears, others):
    for child in children:
        child.start()
    for end in others:
        end.close()
    heard = []
    try:
        while True:
            heard.append(ears.recv())
    except EOFError:
        pass
    for child in children:
        child.join()
    return heard


def shout(words):
    return valley([words], 1)


def valley(hikers, mountains):
    ears, their_mouth = map(SharedEnd, Pipe(duplex=False))
    your_ears, mouth = map(SharedEnd, Pipe(duplex=False))
    people = [Hiker(words, their_mouth) for words in hikers]
    rocks = [Mountain(ears, mouth, (their_mouth, your_ears)) for _ in range(mountains)]
    return listen_to(people + rocks, your_ears, (ears, their_mouth, mouth))


if __name__ == "__main__":
    print("You hum, talk to the keeper of the hut, and shout at a mountain.")
    print("hum:   ", hum(["la", "lala"]))
    print("talk:  ", talk(*Pipe(), ["Hello", "HEY"]))
    print("shout: ", shout(["Hello", "HEY", "who are you"]))
    print("valley:", valley([["Hello", "HEY"], ["you"]], mountains=2))
