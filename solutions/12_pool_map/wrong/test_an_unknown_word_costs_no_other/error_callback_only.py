# cause: lost-item
# An error_callback is called once for the whole list, and there is no list then.
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
    pool.starmap_async(translate, pairs, stack, callback=answers.extend,
                       error_callback=lambda e: answers.append(None))
    pool.close()
    pool.join()
    return answers
