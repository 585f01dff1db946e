# cause: not-shared
# The worker's function has the answer and does not return it.
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


def job(word, language):
    try:
        answer = translate(word, language)
        print(answer)
    except Unknown:
        answer = None


def translate_all(words, language, stack):
    pairs = [(word, language) for word in words]
    with Pool(os.cpu_count() + 1) as pool:
        return pool.starmap(job, pairs, chunksize=stack)
