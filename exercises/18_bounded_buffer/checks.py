"""What is checked of bounded_buffer.py."""

import time
from multiprocessing import Array

from grader import Run, check, expect, nothing_lost_or_doubled, run_processes, scenario

OTHERS = {
    "queue": "a Queue",
    "simple-queue": "a SimpleQueue",
    "joinable-queue": "a JoinableQueue",
    "condition": "a Condition",
    "event": "an Event",
    "barrier": "a Barrier",
    "pipe-end": "a Pipe",
    "manager-object": "a Manager",
}


def produce(student, buffer, item):
    student.put(buffer, item)


def consume(student, buffer, got, place):
    got[place] = student.get(buffer)


def produce_slowly(student, buffer, items, done):
    time.sleep(1)
    for place, item in enumerate(items):
        student.put(buffer, item)
        done[place] = time.monotonic()


@scenario(schedules=50)
def two_producers(student):
    buffer = student.make_buffer(2)
    producers = run_processes(
        {f"producer-{item}": (produce, student, buffer, item) for item in (1, 2)}, join=False
    )
    got = [student.get(buffer), student.get(buffer)]
    for producer in producers:
        producer.join()
    return got


@scenario(schedules=40)
def two_consumers(student):
    buffer = student.make_buffer(2)
    got = Array("i", 2, lock=False)
    consumers = run_processes(
        {f"consumer-{place}": (consume, student, buffer, got, place) for place in range(2)},
        join=False,
    )
    student.put(buffer, 1)
    student.put(buffer, 2)
    for consumer in consumers:
        consumer.join()
    return list(got)


@scenario(clock="patient", schedules=10)
def three_places(student):
    buffer = student.make_buffer(3)
    done = Array("d", 5, lock=False)
    began = time.monotonic()
    (producer,) = run_processes(
        {"producer": (produce_slowly, student, buffer, [1, 2, 3, 4, 5], done)}, join=False
    )
    got = [student.get(buffer)]
    time.sleep(4)
    got += [student.get(buffer) for _ in range(4)]
    producer.join()
    return [got, [at - began for at in done]]


def judge_waits(got: list[int], *put: int) -> None:
    """Judge that nothing came out which was not there."""
    for item in got:
        expect(
            item in put,
            f"get() returned {item}, which nobody has put: it did not wait for an item.",
            cause="read-too-early",
        )


def judge_items(got: list[int], *put: int) -> None:
    """Judge that exactly these items came out."""
    judge_waits(got, *put)
    nothing_lost_or_doubled(got, put)


@check(two_producers, points=2, bonus=True)
def test_two_producers_lose_nothing(run: Run) -> None:
    """Two producers put, and every item comes out once.

    Hint: Which line makes a consumer wait while there is nothing to take?
    Hint: store() is several steps. What if two producers are in the middle of it together?
    Hint: What does somebody hold who waits for an item or for a place, and who needs that?
    """
    judge_items(run.shaped([0, 0], "two calls of get()"), 1, 2)


@check(two_consumers, points=1, bonus=True)
def test_two_consumers_never_take_the_same_item(run: Run) -> None:
    """Two consumers never take the same item.

    Hint: fetch() is several steps. What if two consumers are in the middle of it together?
    Hint: Each item lets one consumer go on. Which line says so, and how often is it run?
    """
    judge_items(run.shaped([0, 0], "two calls of get()"), 1, 2)


@check(three_places, points=1, bonus=True)
def test_there_is_room_for_exactly_as_many_items_as_places(run: Run) -> None:
    """There is room for exactly as many items as places, and they come out in their order.

    Hint: What counts the free places, and with which number does it begin?
    Hint: Who takes a free place, and who gives one back? Count both for one item.
    Hint: README, 'What you should know': the two semaphores, and when each of them is 0.
    """
    got, done = run.shaped([[0], [0.5] * 5], "the buffer")
    # Item 1 is taken in second 1, when it comes; item 2 in second 5, which makes room for item 5.
    expect(
        done[4] >= 5,
        f"From second 1 to 5 one item is taken. The last put() was over after {done[4]:g}: "
        "there were four items in a buffer with three places.",
        cause="too-many-inside",
    )
    expect(
        done[3] < 5,
        f"From second 1 to 5 one item is taken. The fourth put() was over after {done[3]:g}: "
        "there were never three items in a buffer with three places.",
        advice="What counts the free places, and with which number does it begin?",
    )
    judge_waits(got, 1, 2, 3, 4, 5)
    for item in (1, 2, 3, 4, 5):
        expect(
            item in got,
            f"One producer put 1, 2, 3, 4, 5; get() returned {got}. {item} was never taken: "
            "another item was stored in its cell.",
            cause="lost-item",
        )
    nothing_lost_or_doubled(got, [1, 2, 3, 4, 5])
    expect(
        got == [1, 2, 3, 4, 5],
        f"One producer put 1, 2, 3, 4, 5; they came out as {got}.",
        cause="order-broken",
    )


@check(two_producers, points=1, bonus=True, requires=test_two_producers_lose_nothing)
def test_it_is_made_of_semaphores_alone(run: Run) -> None:
    """It is made of semaphores: no queue, no condition, nothing else that waits.

    Hint: A semaphore counts. What is there to be counted in a buffer?
    Hint: README, 'What you should know': which number is each of the two semaphores?
    """
    used = [name for kind, name in OTHERS.items() if run.used(kind)]
    expect(not used, f"{' and '.join(used)} was made. All that waits here has to be a semaphore.")
    expect(
        run.used("semaphore") or run.used("bounded-semaphore"),
        "No Semaphore was made: what waits while the buffer is full, and what while it is empty?",
    )
