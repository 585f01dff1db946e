# cause: order-broken
# imap_unordered() gives the answers in the order in which they come.
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


def job(pair):
    try:
        return translate(*pair)
    except Unknown:
        return None


def translate_all(words, language, stack):
    with Pool(os.cpu_count() + 1) as pool:
        pairs = [(word, language) for word in words]
        return list(pool.imap_unordered(job, pairs, chunksize=stack))
