# cause: wrong-value
# The stacks are handed to map() one by one, which deals them out word by word.
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
    stacks = [words[i:i + stack] for i in range(0, len(words), stack)]
    with Pool(os.cpu_count() + 1) as pool:
        results = []
        for part in stacks:
            results.append(pool.starmap_async(safe, [(word, language) for word in part]))
        answers = []
        for r in results:
            answers += r.get()
    return answers
