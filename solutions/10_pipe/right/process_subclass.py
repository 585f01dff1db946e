"""A Process subclass that keeps all four ends and closes what is not its own."""

from multiprocessing import Pipe, Process

SILENCE = "..."


def echoes(word):
    return [word, word] if str(word).isupper() else [word]


class Mountain(Process):
    def __init__(self):
        super().__init__()
        self.ears, self.their_mouth = Pipe(False)
        self.their_ears, self.mouth = Pipe(False)

    def start(self):
        super().start()
        self.ears.close()
        self.mouth.close()

    def run(self):
        self.their_mouth.close()
        self.their_ears.close()
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


def shout(words):
    rock = Mountain()
    rock.start()
    for word in words:
        rock.their_mouth.send(word)
    rock.their_mouth.close()
    heard = []
    try:
        while True:
            heard.append(rock.their_ears.recv())
    except EOFError:
        pass
    rock.join()
    return heard
