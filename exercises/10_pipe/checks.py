"""What is checked of pipe.py."""

from grader import Run, Wrong, check, nothing_lost_or_doubled, scenario

ODD_WORDS = [None, 0, ""]


@scenario
def two_words(student):
    return student.shout(["Hello", "you"])


@scenario
def one_word(student):
    return student.shout(["Hello"])


@scenario
def odd_words(student):
    return student.shout(ODD_WORDS)


@scenario
def capitals(student):
    return student.shout(["HEY", "you", "OH"])


@check(
    two_words,
    points=3,
    hints=(
        "Which of the four ends sends, and which receives? Which process needs which?",
        "Does the loop that listens depend on how quick the other process is?",
        "README, 'What you should know': what poll() says, and what it does not.",
    ),
)
def test_every_word_comes_back(run: Run) -> None:
    "Every word comes back, in order."
    back = run.shaped([], "shout()")[:2]
    nothing_lost_or_doubled(back, ["Hello", "you"])
    if back != ["Hello", "you"]:
        raise Wrong(
            f"You shouted 'Hello', then 'you'; first came back {back[0]!r}, then {back[1]!r}.",
            cause="order-broken",
        )


@check(
    one_word,
    points=3,
    hints=(
        "How does the mountain learn that no more words will come?",
        "List all ends that are open in each of the two processes after start(). Which of them can "
        "send words?",
        "README, 'What you should know': when EOFError is raised, and what fork copies.",
    ),
)
def test_the_mountain_notices_the_end(run: Run) -> None:
    "The mountain notices that the shouting is over, by the end of the pipe."
    back = run.shaped([], "shout()")
    assert back[-1:] == ["..."], (
        f"When the words have ended the mountain sends '...' once; the last that you heard: {back}."
    )
    ends = [event for step in run.trace.steps for event in step.events if event.kind == "eof"]
    assert any(event.task != 0 for event in ends), (
        "The mountain was never at the end of its pipe: it was told in some other way that the "
        "words have ended. What if that is shouted as a word?"
    )


@check(
    odd_words,
    points=2,
    hints=(
        "For which words is your loop's condition false?",
        "None is a word like any other here. What else can tell the mountain that it is over?",
    ),
)
def test_anything_can_be_shouted(run: Run) -> None:
    "Anything can be shouted: None, 0 and the empty text as well."
    back = run.shaped([], "shout()")
    nothing_lost_or_doubled(back, [*ODD_WORDS, "..."])
    if back != [*ODD_WORDS, "..."]:
        raise Wrong(f"You shouted {ODD_WORDS}; this came back: {back}.", cause="order-broken")


@check(
    capitals,
    points=2,
    hints=(
        "How many echoes will come? Who knows?",
        "You wait in recv() for an echo that does not come, and for no EOFError either: "
        "which process can still send echoes?",
        "close() closes one copy of an end. How many copies are there after start()?",
    ),
)
def test_you_hear_every_echo(run: Run) -> None:
    "You hear every echo, and notice that there will be no more."
    nothing_lost_or_doubled(run.shaped([], "shout()"), ["HEY", "HEY", "you", "OH", "OH", "..."])
