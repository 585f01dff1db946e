"""Two-way pipes, of which one direction each is used; a thread listens while the words go out."""

from multiprocessing import Pipe, Process
from threading import Thread

SILENCE = "..."


def echoes(word):
    return [word, word] if str(word).isupper() else [word]


def mountain(words_here, words_there, echoes_here, echoes_there):
    words_there.close()
    echoes_here.close()
    over = False
    while not over:
        try:
            answer = echoes(words_here.recv())
        except EOFError:
            answer = [SILENCE]
            over = True
        for echo in answer:
            echoes_there.send(echo)


def listen(end, heard):
    while True:
        try:
            heard.append(end.recv())
        except EOFError:
            return


def shout(words):
    words_here, words_there = Pipe()
    echoes_here, echoes_there = Pipe()
    child = Process(target=mountain, args=(words_here, words_there, echoes_here, echoes_there))
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
