# cause: sleep-as-synchronisation
# After a minute it is done, whether all answers are there or not.

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


def translate_or_none(word, language):
    """Runs in a worker: an unknown word is an answer too."""
    try:
        return translate(word, language)
    except Unknown:
        return None


def translate_all(words, language, stack):
    """Have a pool translate all words; return the translations, in the order of `words`."""
    pairs = [(word, language) for word in words]
    with Pool(os.cpu_count() + 1) as pool:
        answers = pool.starmap_async(translate_or_none, pairs, chunksize=stack)
        answers.wait(60)
        return answers.get() if answers.ready() else [None for _ in words]


if __name__ == "__main__":
    print("Five words in stacks of two, and one word that nobody knows.")
    for answer in translate_all(["sea", "am", "I", "xy?", "tea"], "French", stack=2):
        print(" ", answer)
