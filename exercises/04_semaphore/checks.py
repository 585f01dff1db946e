"""What is checked of semaphore.py.

Who sings and who pays is seen by the scheduler itself: a guest is in sing(), or in pay(), for as
long as it sleeps there. So any kind of key will do.
"""

from grader import Run, check, expect, scenario


@scenario
def two_guests_one_room(student):
    return student.open_bar(["abba", "queen"], 1)


@scenario(clock="patient", schedules=4)
def three_guests_two_rooms(student):
    return student.open_bar(["abba", "queen", "toto"], 2)


@scenario(clock="hostile", schedules=40)
def a_voice_goes_and_two_wait(student):
    return student.open_bar(["opera", "queen", "toto"], 1)


def at_most(run: Run, rooms: int, words: str) -> None:
    """Judge that never more guests sang than there are rooms."""
    stays = run.stays("sing")
    for last in stays:
        inside = [s.task for s in stays if s.began <= last.began < s.ended]
        if len(inside) > rooms:
            told = f"{words}, and {len(inside)} guests sang at once: {', '.join(inside)}."
            expect(False, told + unguarded(run), cause="too-many-inside")


def unguarded(run: Run) -> str:
    """Say so if the guests never took anything that all processes share."""
    guests = {stay.number for stay in run.stays("sing")}
    if any(event.number in guests for event in run.events("acquired", "received", "read")):
        return ""
    return " None of them had to take anything before that all processes share."


def points_of(run: Run, expected: list[int]) -> None:
    """Judge that each guest sang once, and that open_bar() returned what they got for it."""
    points = run.shaped([0], "open_bar()")
    singers = [stay.task for stay in run.stays("sing")]
    silent = [task.name for task in run.processes() if task.name not in singers]
    expect(
        len(singers) == len(expected),
        f"There were {len(expected)} guests with one song each; sing() was called "
        f"{len(singers)} times.{' It did not sing: ' + ', '.join(silent) + '.' if silent else ''}",
    )
    expect(
        points == expected,
        f"The guests' points are {expected}, in the order of their songs; "
        f"open_bar() returned {points}.",
    )


@check(two_guests_one_room, points=3)
def test_never_more_guests_than_rooms(run: Run) -> None:
    """There are never more guests singing than there are rooms.

    Hint: All rooms are taken. What does the next guest do, and which line makes it do so?
    Hint: Is it the same set of keys that all guests take from? Follow it from where it is made.
    Hint: Count for one guest: how often is a key taken, how often given back, on every way?
    """
    at_most(run, 1, "There is 1 room")
    expect(run.stays("sing"), "Two guests came, and nobody sang: sing() was never called.")


@check(three_guests_two_rooms, points=2, cause="not-concurrent")
def test_every_room_is_in_use(run: Run) -> None:
    """With two rooms, two guests sing at the same time.

    Hint: While the first guest sings, what is the second one waiting for?
    Hint: How many can be inside at once with what you take as keys? And with what number?
    Hint: Look at the picture: when does the second guest begin? When is its process started?
    """
    at_most(run, 2, "There are 2 rooms")
    most = run.most_in("sing")
    expect(most == 2, f"Three guests, two rooms: never more than {most} sang at the same time.")


@check(a_voice_goes_and_two_wait, points=2)
def test_a_key_comes_back_when_a_voice_goes(run: Run) -> None:
    """When a voice goes, the key comes back, and only one.

    Hint: Where does the guest's work go on when sing(song) raises VoiceGone?
    Hint: On how many ways can a guest leave the room? Which of them give the key back, and how
        often?
    Hint: Python's tutorial, section 'Defining Clean-up Actions'; and what `with` does.
    """
    at_most(run, 1, "There is 1 room, in which a guest lost its voice")
    points_of(run, [0, 5, 4])


@check(two_guests_one_room, points=1)
def test_nobody_pays_with_a_key_in_the_hand(run: Run) -> None:
    """Whoever pays has given the key back: the next guest sings in the meantime.

    Hint: What does a guest who pays still have in the hand?
    Hint: Which lines need the key? Which do not, and may be slow?
    """
    paid = len(run.stays("pay"))
    expect(paid == 2, f"Both guests have sung; pay() was called {paid} times.")
    songs = run.stays("sing")
    expect(len(songs) == 2, f"Two guests; sing() was called {len(songs)} times.")
    idle = songs[1].since - songs[0].until
    # Under a hostile clock it says nothing how long anything took.
    expect(
        run.clock == "hostile" or idle <= 0.5,
        f"One room, two guests: the first had sung, and the room stayed empty for {idle:g} "
        "second before the next one sang.",
        cause="not-concurrent",
    )


@check(two_guests_one_room, points=2)
def test_every_guest_sings_once_and_gets_the_points(run: Run) -> None:
    """Every guest sings once, and its points are returned.

    Hint: What does a guest do who finds no key?
    Hint: Is every guest home when open_bar() reads the points? See Process.join.
    Hint: Which of your variables do two processes really share? README, 'What is given'.
    """
    points_of(run, [4, 5])
