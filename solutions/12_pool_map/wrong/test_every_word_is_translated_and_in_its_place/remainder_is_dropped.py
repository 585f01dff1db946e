# cause: lost-item
# Only whole stacks are cut: what is left over is forgotten.
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
    stacks = []
    for i in range(len(words) // stack):
        stacks.append((words[i * stack:(i + 1) * stack], language))
    with Pool(os.cpu_count() + 1) as pool:
        results = pool.starmap(job, stacks, chunksize=1)
    return [answer for answers in results for answer in answers]
