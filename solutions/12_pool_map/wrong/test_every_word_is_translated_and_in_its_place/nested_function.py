# cause: exception
# A function inside a function can't be found by a worker.
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
    def job(word):
        try:
            return translate(word, language)
        except Unknown:
            return None

    pool = Pool(os.cpu_count() + 1)
    results = pool.map(job, words, chunksize=stack)
    pool.close()
    pool.join()
    return results
