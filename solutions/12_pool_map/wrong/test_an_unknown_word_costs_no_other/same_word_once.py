# cause: lost-item
# A dict has one place for each word, also for one that comes twice.

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


def pair(word, language):
    try:
        return word, translate(word, language)
    except Unknown:
        return word, None


def translate_all(words, language, stack):
    with Pool(os.cpu_count() + 1) as pool:
        found = dict(pool.starmap(pair, [(w, language) for w in words], chunksize=stack))
    return list(found.values())


if __name__ == "__main__":
    print("Five words in stacks of two, and one word that nobody knows.")
    for answer in translate_all(["sea", "am", "I", "xy?", "tea"], "French", stack=2):
        print(" ", answer)
