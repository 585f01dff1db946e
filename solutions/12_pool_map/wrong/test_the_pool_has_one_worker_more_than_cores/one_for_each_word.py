# cause: wrong-value
# One worker for each word.
import os
import time
from multiprocessing import Pool


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


def safe(word, language):
    try:
        return translate(word, language)
    except Unknown:
        return None


def translate_all(words, language, stack):
    pairs = [(word, language) for word in words]
    with Pool(len(words)) as pool:
        return pool.starmap(safe, pairs, chunksize=stack)
