# cause: lost-item
# With chunks, imap() has nothing more after the first error.
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


def translate_all(words, language, stack):
    answers = []
    with Pool(os.cpu_count() + 1) as pool:
        results = pool.imap(partial(translate, language=language), words, chunksize=stack)
        while True:
            try:
                answers.append(next(results))
            except Unknown:
                answers.append(None)
            except StopIteration:
                break
    return answers
