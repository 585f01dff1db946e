"""The language is told to each worker once, as it begins."""

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


def prepare(language):
    global LANGUAGE
    LANGUAGE = language


def one(word):
    try:
        return translate(word, LANGUAGE)
    except Unknown as unknown:
        print("nobody knows", unknown)


def translate_all(words, language, stack):
    workers = os.cpu_count() + 1
    with Pool(workers, initializer=prepare, initargs=(language,)) as pool:
        result = pool.map_async(one, words, chunksize=stack)
        pool.close()
        pool.join()
        return result.get()


if __name__ == "__main__":
    print("Five words in stacks of two, and one word that nobody knows.")
    for answer in translate_all(["sea", "am", "I", "xy?", "tea"], "French", stack=2):
        print(" ", answer)
