"""What is checked of pool_map.py."""

import os
from multiprocessing import active_children

from grader import Run, check, expect, nothing_lost_or_doubled, scenario


@scenario(schedules=10, processes=1)
def three_words(student):
    return student.translate_all(["sea", "am", "I"], "French", 2)


@scenario(clock="patient", schedules=2, processes=1)
def one_is_unknown(student):
    return student.translate_all(["x?", "at", "am", "at"], "French", 2)


@scenario(clock="patient", schedules=2, processes=2)
def two_long_words(student):
    return student.translate_all(["sea", "tea"], "Dutch", 1)


@scenario(clock="patient", schedules=1, cores=6)
def eight_letters(student):
    answers = student.translate_all(list("abcdefgh"), "Greek", 1)
    return {"cores": os.cpu_count(), "answers": answers, "left": len(active_children())}


def in_its_place(run: Run, words: list[str], language: str) -> None:
    """Judge that the answers are those of the words, in their order."""
    got = run.shaped([], "translate_all()")
    expected = [None if "?" in word else f"{word} in {language}" for word in words]
    for word, wanted, answer in zip(words, expected, got, strict=False):
        expect(
            answer == wanted or not str(answer).startswith(f"{word} in "),
            f"{language} was asked for. A worker gave {answer!r}: from where does it know the "
            "language, and since when?",
            cause="not-shared",
        )
    expect(
        len(got) >= len(words),
        f"{len(words)} words were given, and these entries came back: {got}.",
        cause="lost-item",
    )
    for word, wanted, answer in zip(words, expected, got, strict=False):
        expect(
            answer is not None or got.count(wanted) >= expected.count(wanted),
            f"{word!r} is a word like any other, and got None.",
            cause="lost-item",
        )
        expect(
            wanted is not None or answer in expected,
            f"The dictionary does not have {word!r}. In its place is {answer!r}, and None was "
            "expected.",
            cause="wrong-value",
        )
    nothing_lost_or_doubled(got, expected)
    expect(
        got == expected,
        f"The answers are the right ones, but not in the order of the words: {got}.",
        cause="order-broken",
    )


@check(three_words, points=3)
def test_every_word_is_translated_and_in_its_place(run: Run) -> None:
    """Every word is translated, and its translation is in its place.

    Hint: Which call of yours waits until the last answer is there, and which returns at once?
    Hint: Which of the pool's calls keep the order of what you gave them? README, the table.
    Hint: How is your function called in the worker: with how many arguments? And what can be sent
        to a worker at all?
    """
    in_its_place(run, ["sea", "am", "I"], "French")


@check(one_is_unknown, points=2)
def test_an_unknown_word_costs_no_other(run: Run) -> None:
    """An unknown word has None in its place, and costs no other word.

    Hint: When a task raises, what does the call that waits for all tasks return?
    Hint: Where could the error be caught so that it costs one word, and not a stack or the list?
    Hint: Python's tutorial, 'Handling Exceptions'; and the picture in the README: in which process
        is the error raised?
    """
    in_its_place(run, ["x?", "at", "am", "at"], "French")


@check(two_long_words, points=2, cause="not-concurrent")
def test_words_are_translated_at_the_same_time(run: Run) -> None:
    """Stacks are worked on at the same time.

    Hint: While the first word is translated, who translates the second?
    Hint: How many tasks has the pool been given when you begin to wait?
    Hint: Look at the picture: which process works when?
    """
    in_its_place(run, ["sea", "tea"], "Dutch")
    expect(
        run.time < 4,
        "Two words, each a stack of its own, take three seconds each. Side by side this takes "
        f"three seconds; it took {run.time:.3g}.",
    )
    expect(
        all(stay.process for stay in run.stays("translate")),
        "A word was translated in the process that called translate_all(), and not in a worker "
        "process.",
        cause="wrong-value",
    )


@check(three_words, points=2)
def test_a_task_is_a_stack_of_words(run: Run) -> None:
    """One task is a stack of neighbouring words.

    Hint: How many words does a worker of yours get at a time? Who decides that?
    Hint: If six words are one task for each word, and if they are one task in all: how long does
        each take?
    Hint: Python's documentation of multiprocessing.pool: the arguments of map().
    """
    in_its_place(run, ["sea", "am", "I"], "French")
    # Under a hostile clock a word may take less than its time, and who has it may go on much later.
    expect(
        run.clock == "hostile" or 4.5 < run.time < 5.5,
        "The words take 3, 2 and 1 seconds. In stacks of two, one worker has the first two words, "
        f"one after the other, and is done after 5 seconds; this took {run.time:.3g}.",
    )


@check(eight_letters, points=1)
def test_the_pool_has_one_worker_more_than_cores(run: Run) -> None:
    """The pool has one worker more than cores, on any machine.

    Hint: How many workers does your pool have, and where is that number from?
    Hint: Is it still right on a machine with six cores? Does it depend on the number of words?
    """
    seen = run.shaped({"cores": 0, "answers": None, "left": 0})
    came = len(seen["answers"]) if isinstance(seen["answers"], list) else 0
    expect(came == 8, f"Eight words were given, and {came} answers came back.")
    workers = run.most_processes()
    expect(
        workers == seen["cores"] + 1,
        f"This run was told of {seen['cores']} cores. While eight words were translated there were "
        f"{workers} worker processes.",
    )
    expect(
        not seen["left"],
        f"When translate_all() had returned, workers were still there: {seen['left']}.",
        cause="orphan",
    )
