# cause: lost-item
# One unknown word ends its whole stack.
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


def job(words, language):
    try:
        return [translate(word, language) for word in words]
    except Unknown:
        return [None] * len(words)


def translate_all(words, language, stack):
    stacks = [(words[i:i + stack], language) for i in range(0, len(words), stack)]
    with Pool(os.cpu_count() + 1) as pool:
        answers = []
        for some in pool.starmap(job, stacks, chunksize=1):
            answers.extend(some)
    return answers
