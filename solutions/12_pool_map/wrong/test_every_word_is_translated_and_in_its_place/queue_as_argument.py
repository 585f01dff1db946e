# cause: exception
# A queue is put into each item; it can only be inherited.
import os
import time
from multiprocessing import Pool, Queue


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


def job(number, word, language, q):
    try:
        q.put((number, translate(word, language)))
    except Unknown:
        q.put((number, None))


def translate_all(words, language, stack):
    q = Queue()
    with Pool(os.cpu_count() + 1) as pool:
        items = [(i, w, language, q) for i, w in enumerate(words)]
        pool.starmap(job, items, chunksize=stack)
    results = [q.get() for _ in words]
    return [text for _, text in sorted(results)]
