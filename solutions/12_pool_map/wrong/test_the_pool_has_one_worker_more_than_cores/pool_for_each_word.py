# cause: wrong-value
# A pool for each word, all of them at the same time.
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


def safe(word, language):
    try:
        return translate(word, language)
    except Unknown:
        return None


def translate_all(words, language, stack):
    pools = []
    results = []
    for i in range(0, len(words), stack):
        pool = Pool(os.cpu_count() + 1)
        pools.append(pool)
        part = [(word, language) for word in words[i:i + stack]]
        results.append(pool.starmap_async(safe, part, stack))
    answers = []
    for result in results:
        answers += result.get()
    for pool in pools:
        pool.close()
        pool.join()
    return answers
