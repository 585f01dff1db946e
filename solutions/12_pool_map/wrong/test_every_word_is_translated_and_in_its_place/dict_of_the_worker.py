# cause: not-shared
# Each worker changes its own copy of a global dict.
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


found = {}


def job(word, language):
    global found
    try:
        found[word] = translate(word, language)
    except Unknown:
        found[word] = None


def translate_all(words, language, stack):
    pool = Pool(os.cpu_count() + 1)
    pool.starmap(job, [(word, language) for word in words], stack)
    pool.close()
    pool.join()
    return [found[word] for word in words if word in found]
