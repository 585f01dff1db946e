"""imap with stacks; words that nobody can know are not asked for."""

import os
import time
from multiprocessing import Pool
from functools import partial


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


def attempt(word, language):
    return None if "?" in word else translate(word, language)


def translate_all(words, language, stack):
    with Pool(os.cpu_count() + 1) as pool:
        return [answer for answer in pool.imap(partial(attempt, language=language), words, stack)]


if __name__ == "__main__":
    print("Five words in stacks of two, and one word that nobody knows.")
    for answer in translate_all(["sea", "am", "I", "xy?", "tea"], "French", stack=2):
        print(" ", answer)
