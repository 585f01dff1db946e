"""map with a function that has its language already; started with spawn."""

import os
import time
from contextlib import suppress
from functools import partial
from multiprocessing import get_context


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


def one(word, language):
    with suppress(Unknown):
        return translate(word, language)


def translate_all(words, language, stack):
    pool = get_context("spawn").Pool(os.cpu_count() + 1)
    try:
        return pool.map(partial(one, language=language), words, stack)
    finally:
        pool.close()
        pool.join()
