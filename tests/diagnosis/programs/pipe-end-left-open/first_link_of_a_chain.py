"""The parent waits for the last answer, and has not said that no more questions will come."""

from multiprocessing import Pipe, Process


def answer(ears, mouth, your_mouth, your_ears):
    your_mouth.close()
    your_ears.close()
    try:
        while True:
            mouth.send(ears.recv())
    except EOFError:
        mouth.close()


def main():
    ears, your_mouth = Pipe(duplex=False)
    your_ears, mouth = Pipe(duplex=False)
    child = Process(target=answer, args=(ears, mouth, your_mouth, your_ears))
    child.start()
    ears.close()
    mouth.close()
    your_mouth.send("Hello")
    heard = []
    try:
        while True:
            heard.append(your_ears.recv())
    except EOFError:
        your_mouth.close()
    child.join()
    return heard
