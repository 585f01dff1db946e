"""map_async, closed and joined before it is asked; one argument that is a pair."""

import multiprocessing
import time


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


def job(pair):
    word, language = pair
    try:
        return translate(word, language)
    except Unknown:
        pass


def translate_all(words, language, stack):
    pool = multiprocessing.Pool(multiprocessing.cpu_count() + 1)
    result = pool.map_async(job, [(w, language) for w in words], chunksize=stack)
    pool.close()
    pool.join()
    return result.get()
