# cause: order-broken
# Each stack's callback adds to the list when it is done.
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
    answers = []
    pool = Pool(os.cpu_count() + 1)
    for i in range(0, len(words), stack):
        pool.apply_async(job, (words[i:i + stack], language), callback=answers.extend)
    pool.close()
    pool.join()
    return answers
