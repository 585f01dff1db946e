"""imap_unordered, with each answer carrying its place; the language comes by an initializer."""

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


LANGUAGE = None


def prepare(language):
    global LANGUAGE
    LANGUAGE = language


def numbered(item):
    place, word = item
    try:
        return place, translate(word, LANGUAGE)
    except Unknown:
        return place, None


def translate_all(words, language, stack):
    answers = [None] * len(words)
    with Pool(os.cpu_count() + 1, prepare, (language,)) as pool:
        for place, answer in pool.imap_unordered(numbered, enumerate(words), chunksize=stack):
            answers[place] = answer
    return answers
