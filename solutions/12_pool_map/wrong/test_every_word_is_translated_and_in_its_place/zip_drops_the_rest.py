# cause: lost-item
# zip() of the same iterator ends with the last whole stack.
import os
import time
from functools import partial
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


def job(words, language):
    result = []
    for w in words:
        try:
            result.append(translate(w, language))
        except Unknown:
            result.append(None)
    return result


def translate_all(words, language, stack):
    stacks = zip(*[iter(words)] * stack)
    with Pool(os.cpu_count() + 1) as pool:
        return sum(pool.map(partial(job, language=language), stacks, chunksize=1), [])
