# cause: not-concurrent
# Every worker holds the same lock while it translates.
import os
import time
from multiprocessing import Lock, Pool


class Unknown(Exception):
    """The dictionary does not have this word."""


def translate(word, language):
    """Given: ask a dictionary far away. Takes a second for each letter.

    Returns a text like "tree in French"; raises Unknown for a word with a "?" in it.
    """
    time.sleep(len(word))
    if "?" in word:
        raise Unknown(word)
    return f"{word} in {language}"


lock = None


def prepare(shared):
    global lock
    lock = shared


def safe(word, language):
    with lock:
        try:
            return translate(word, language)
        except Unknown:
            return None


def translate_all(words, language, stack):
    pairs = [(word, language) for word in words]
    with Pool(os.cpu_count() + 1, initializer=prepare, initargs=(Lock(),)) as pool:
        return pool.starmap(safe, pairs, chunksize=stack)
