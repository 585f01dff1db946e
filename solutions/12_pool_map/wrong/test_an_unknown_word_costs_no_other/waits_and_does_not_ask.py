# cause: swallowed-exception
# close() and join() wait, and nobody asks for the error.
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
    answers = []
    pairs = [(word, language) for word in words]
    pool = Pool(os.cpu_count() + 1)
    pool.starmap_async(translate, pairs, stack, callback=answers.extend)
    pool.close()
    pool.join()
    return answers
