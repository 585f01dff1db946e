"""An instance with __call__ is sent with its language; imap keeps the order."""

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


class Translator:
    def __init__(self, language):
        self.language = language

    def __call__(self, word):
        try:
            return translate(word, self.language)
        except Unknown:
            return None


def translate_all(words, language, stack):
    with Pool(os.cpu_count() + 1) as pool:
        return [answer for answer in pool.imap(Translator(language), words, stack)]
