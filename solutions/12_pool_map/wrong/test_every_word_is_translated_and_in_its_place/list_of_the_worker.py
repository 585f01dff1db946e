# cause: not-shared
# Each worker adds to its own copy of the list.
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


answers = []


def job(word, language):
    try:
        answers.append(translate(word, language))
    except Unknown:
        answers.append(None)


def translate_all(words, language, stack):
    with Pool(os.cpu_count() + 1) as pool:
        pool.starmap(job, [(word, language) for word in words], chunksize=stack)
    return answers
