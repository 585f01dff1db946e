# cause: exception
# A worker makes a pool of its own for its stack.

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


def stack_of(words, language):
    with Pool(2) as pool:
        return pool.starmap(safe, [(w, language) for w in words])


def translate_all(words, language, stack):
    stacks = [(words[i : i + stack], language) for i in range(0, len(words), stack)]
    with Pool(os.cpu_count() + 1) as pool:
        return sum(pool.starmap(stack_of, stacks, 1), [])


if __name__ == "__main__":
    print("Five words in stacks of two, and one word that nobody knows.")
    for answer in translate_all(["sea", "am", "I", "xy?", "tea"], "French", stack=2):
        print(" ", answer)
