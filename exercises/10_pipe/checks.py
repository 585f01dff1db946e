"""What is checked of pipe.py."""

from collections import Counter
from multiprocessing import Pipe, active_children

from grader import Run, check, expect, nothing_lost_or_doubled, scenario, shaped

LONG = 10_000  # letters of a word that has room in a pipe: ten of them have not
TOO_LONG = 70_000  # letters of a word that has no room in a pipe
IN_PARTS = 5_000  # letters of a word that is sent in two parts, by the first of two hikers
HIKERS = [["a" * IN_PARTS], [None, "b" * TOO_LONG]]
LETTERS = "abcdefghij"
SHOUTED = ["HEY", None, 0, "", "who are you"]


def short(word):
    """Return a long text as its letters, each once, and its length: "a... (5000 letters)"."""
    if isinstance(word, str) and len(word) > 100:
        return f"{''.join(sorted(set(word)))[:20]}... ({len(word)} letters)"
    return word


def shortened(heard):
    """Return what was heard with its long words made short."""
    return [short(word) for word in heard] if isinstance(heard, list) else heard


def at_work():
    """Return the names of the child processes that have not ended."""
    return sorted(child.name for child in active_children())


@scenario(schedules=4)
def alone(student):
    return shortened(student.hum([letter * LONG for letter in LETTERS]))


@scenario(schedules=8, processes=2)
def either_end(student):
    here, there = Pipe()
    first = student.talk(here, there, ["Hello", None])
    there, here = Pipe()
    return [first, student.talk(here, there, ["you"]), at_work()]


@scenario(schedules=12, processes=1)
def odd_words_and_a_long_one(student):
    return [shortened(student.shout([*SHOUTED, "x" * TOO_LONG])), at_work()]


@scenario(schedules=30, processes=4)
def two_hikers_two_mountains(student):
    return [shortened(student.valley(HIKERS, 2)), at_work()]


def received(run: Run, by_children: bool) -> int:
    """Return how many messages were received by children, or by their parent."""
    return sum((event.process != 0) == by_children for event in run.events("received"))


def at_the_end(run: Run) -> set[int]:
    """Return the numbers of the processes that were at the end of a pipe; 0 is the parent."""
    return {event.process for event in run.events("eof")}


def children_at_the_end(run: Run) -> int:
    """Return how many child processes were at the end of a pipe."""
    return len(at_the_end(run) - {0})


def all_came_to_their_end(run: Run, function: str, left: list[str]) -> None:
    """Judge that every process came to its own end, and before the function returned."""
    for task in run.processes():
        expect(
            not task.ended_by_program,
            f"{task.name} was ended by force. How can it notice by itself that it is over?",
        )
    expect(
        not left,
        f"When {function} had returned, these processes had not ended yet: {', '.join(left)}.",
        cause="orphan",
    )
    unwaited = Counter(run.started()) - Counter(run.joined())
    expect(
        not unwaited or run.calls("wait"),
        f"{function} returned without waiting for the end of {', '.join(unwaited.elements())}. What was "
        "heard last is said before a process has ended, so it may still be running then.",
        cause="orphan",
    )


@check(alone, points=1)
def test_alone_you_hear_every_word(run: Run) -> None:
    """Alone, with both ends in one process, you hear every word that you sent.

    Hint: What does send() do when the pipe is full? Who is there to make room?
    Hint: How many words are in the pipe at once, in your loop?
    Hint: README, 'What you should know': what send() waits for.
    """
    words = [f"{letter}... ({LONG} letters)" for letter in LETTERS]
    heard = run.shaped([], "hum()")
    nothing_lost_or_doubled(heard, words)
    expect(heard == words, "The words came back in another order.", cause="order-broken")
    expect(
        not run.processes(),
        f"hum() is to do without another process, and {len(run.processes())} started.",
    )
    came = received(run, by_children=False)
    expect(
        came >= len(words),
        f"{len(words)} words are to go through a pipe, one after another. "
        f"Messages received from a pipe: {came}.",
    )


@check(either_end, points=2)
def test_a_talk_goes_back_and_forth(run: Run) -> None:
    """A talk goes back and forth through one two-way pipe, until you close your end.

    Hint: Who speaks first, and who listens first? What if both do the same?
    Hint: Which ends does the child have open after start()? Which one does it use?
    Hint: README, 'What you should know': who has to close which end, and when EOFError is raised.
    """
    *said, left = run.shaped([None, None, [""]])
    wanted = [[["Hello"], [None]], [["you"]]]
    for words, answers, right in zip((["Hello", None], ["you"]), said, wanted, strict=True):
        expect(
            shaped(answers, [], "talk()") == right,
            f"You said {words}, and each answer is to be the list echoes(word): {right}. "
            f"These came: {answers}.",
        )
    all_came_to_their_end(run, "talk()", left)
    came = received(run, by_children=True)
    expect(
        came >= 3,
        "Each word is to go through the pipe to a child process, 3 in all. "
        f"Messages received by child processes: {came}.",
    )
    expect(
        children_at_the_end(run) == 2,
        "There were two talks, and each child is to notice by EOFError that you have closed your "
        f"end. Child processes that came to the end of a pipe: {children_at_the_end(run)}.",
    )


@check(odd_words_and_a_long_one, points=2)
def test_every_echo_comes_back(run: Run) -> None:
    """Every echo comes back in order, whatever was shouted, and a long word too.

    Hint: How many echoes will come, and how quick are they? Does your loop know, or guess?
    Hint: None, 0 and the empty text are words like any other. For which words is your loop's
        condition false?
    Hint: A long word has no room in the pipe. What does its sender need, before it can end?
    """
    wanted = ["HEY", "HEY", *SHOUTED[1:], f"x... ({TOO_LONG} letters)"]
    back, _ = run.shaped([None, [""]])
    echoes = [word for word in shaped(back, [], "shout()") if word != "..."]
    nothing_lost_or_doubled(echoes, wanted)
    expect(echoes == wanted, f"The echoes came in another order: {echoes}.", cause="order-broken")


@check(odd_words_and_a_long_one, points=2)
def test_both_sides_notice_the_end(run: Run) -> None:
    """The mountain and you notice that it is over by the end of the pipe, EOFError.

    Hint: How does the mountain learn that no more words will come? And how do you learn that no
        more echoes will?
    Hint: List all ends that are open in each of the two processes after start(). Which of them can
        send words? Which can send echoes?
    Hint: README, 'What you should know': when EOFError is raised, and what fork copies.
    """
    back, left = run.shaped([None, [""]])
    back = shaped(back, [], "shout()")
    expect(
        back[-1:] == ["..."],
        f"When the words have ended the mountain sends '...' once; the last that you heard: "
        f"{back[-1:]}.",
    )
    expect(back.count("...") == 1, f"'...' is to come once. It came {back.count('...')} times.")
    expect(
        children_at_the_end(run),
        "The mountain was never at the end of its pipe: it was told in some other way that the "
        "words have ended. What if that is shouted as a word?",
    )
    expect(
        0 in at_the_end(run),
        "You were never at the end of your pipe: you stopped listening for another reason. "
        "How do you know that no echo comes after that?",
    )
    all_came_to_their_end(run, "shout()", left)


@check(two_hikers_two_mountains, points=3)
def test_many_at_one_end_tear_no_message(run: Run) -> None:
    """Several hikers and mountains use the same ends: all arrives whole, once, up to the end.

    Hint: A long message goes in parts. What can another process do at the same end, between two of
        them?
    Hint: Count the processes that use each end: which ends need something that lets in one at a
        time? Is it the same for all of them?
    Hint: Somebody waits for an end that does not come: which hiker, which mountain still has a
        sending end open, because fork gave it one?
    Hint: Python's documentation, multiprocessing, 'Connection objects': what is said of two
        processes at the same end.
    """
    heard, left = run.shaped([None, [""]])
    heard = shaped(heard, [], "valley()")
    shouted = [f"a... ({IN_PARTS} letters)", None, f"b... ({TOO_LONG} letters)"]
    nothing_lost_or_doubled(heard, [*shouted, "...", "..."])
    all_came_to_their_end(run, "valley()", left)
    expect(
        len(run.processes()) >= 4,
        "2 hikers and 2 mountains are 4 processes; the number of processes that were started is "
        f"{len(run.processes())}.",
    )
    expect(
        children_at_the_end(run) >= 2,
        "Each of the 2 mountains is to notice by EOFError that the hikers have done. Processes "
        f"that came to the end of a pipe: {children_at_the_end(run)}.",
    )
