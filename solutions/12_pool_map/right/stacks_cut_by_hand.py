"""Cuts the stacks itself: one apply_async for each, collected in their order."""

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


def translate_stack(words, language):
    answers = []
    for word in words:
        try:
            answers.append(translate(word, language))
        except Unknown:
            answers.append(None)
    return answers


def translate_all(words, language, stack):
    with Pool(processes=os.cpu_count() + 1) as pool:
        results = []
        for start in range(0, len(words), stack):
            part = words[start : start + stack]
            results.append(pool.apply_async(translate_stack, (part, language)))
        answers = []
        for result in results:
            answers += result.get()
        return answers
