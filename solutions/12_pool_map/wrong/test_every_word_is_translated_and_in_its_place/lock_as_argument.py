# cause: exception
# A lock is put into each item; it can only be inherited.
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


def safe(word, language, lock):
    try:
        result = translate(word, language)
    except Unknown:
        result = None
    with lock:
        print(word, "->", result)
    return result


def translate_all(words, language, stack):
    lock = Lock()
    with Pool(os.cpu_count() + 1) as pool:
        return pool.starmap(safe, [(w, language, lock) for w in words], chunksize=stack)
