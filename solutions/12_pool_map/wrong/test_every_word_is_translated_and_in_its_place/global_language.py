# cause: not-shared
# The language is set after the workers have got their copies.
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


language_wanted = "no language"


def job(word):
    try:
        return translate(word, language_wanted)
    except Unknown:
        return None


def translate_all(words, language, stack):
    global language_wanted
    pool = Pool(os.cpu_count() + 1)
    language_wanted = language
    answers = pool.map(job, words, chunksize=stack)
    pool.close()
    pool.join()
    return answers
