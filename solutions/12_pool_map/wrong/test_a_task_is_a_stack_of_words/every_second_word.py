# cause: wrong-value
# The stacks are dealt like cards: no neighbours.
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
    answers = []
    for word in words:
        try:
            answers.append(translate(word, language))
        except Unknown:
            answers.append(None)
    return answers


def translate_all(words, language, stack):
    many = -(-len(words) // stack)
    answers = [None] * len(words)
    with Pool(os.cpu_count() + 1) as pool:
        results = pool.starmap(job, [(words[n::many], language) for n in range(many)], 1)
        for n in range(many):
            answers[n::many] = results[n]
    return answers
