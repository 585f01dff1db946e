"""concurrent.futures: its map takes one list for each argument, and a chunksize too."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat


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


def known_or_none(word, language):
    try:
        answer = translate(word, language)
    except Unknown:
        answer = None
    return answer


def translate_all(words, language, stack):
    workers = os.cpu_count() + 1
    with ProcessPoolExecutor(max_workers=workers) as executor:
        return list(executor.map(known_or_none, words, repeat(language), chunksize=stack))
