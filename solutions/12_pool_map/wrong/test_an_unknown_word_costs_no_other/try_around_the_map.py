# cause: lost-item
# The error is caught around the whole list: nothing is left of it.
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


def translate_all(words, language, stack):
    pairs = [(word, language) for word in words]
    answers = []
    with Pool(os.cpu_count() + 1) as pool:
        try:
            answers = pool.starmap(translate, pairs, chunksize=stack)
        except Unknown:
            answers.append(None)
    return answers
