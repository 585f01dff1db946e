# cause: not-concurrent
# A loop, and no pool at all.
import time


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


def translate_all(words, language, stack):
    answers = []
    for word in words:
        try:
            answers.append(translate(word, language))
        except Unknown:
            answers.append(None)
    return answers
