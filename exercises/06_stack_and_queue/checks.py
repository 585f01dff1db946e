"""What is checked of stack_and_queue.py."""

from grader import Run, check, expect, nothing_lost_or_doubled, scenario

THINGS = ["cup", "pan"]
BIG = 100_000


def used(make, put, take):
    """Use two vans of one kind by turns, and return what came out of them."""
    van, other = make(), make()
    getattr(van, put)("a")
    getattr(van, put)("b")
    getattr(other, put)("x")
    out = [getattr(van, take)()]
    getattr(van, put)(None)
    getattr(van, put)(0)
    out.append(getattr(van, take)())
    getattr(van, put)("c")
    rest = van.unload()
    return {"out": out, "rest": rest, "after": van.unload(), "other": other.unload()}


def tried(van, take):
    """Take a box out, and return what came of it."""
    try:
        return {"came": getattr(van, take)()}
    except IndexError:
        return {"raised": "IndexError"}
    except NotImplementedError:
        raise
    except Exception as error:
        return {"raised": type(error).__name__}


def emptied(make, put, take):
    """Take out of a van that is empty, that has one box, and that is empty again."""
    van = make()
    first = tried(van, take)
    getattr(van, put)("a")
    return [first, tried(van, take), tried(van, take)]


def labels(boxes):
    """Return the boxes with big ones cut short: a label is enough to know a box by."""
    if not isinstance(boxes, list):
        return boxes
    return [box[:12] if isinstance(box, str) else box for box in boxes]


@scenario(clock="patient", schedules=1)
def vans_by_hand(student):
    return [used(student.Stack, "push", "pop"), used(student.Fifo, "put", "get")]


@scenario(clock="patient", schedules=1)
def empty_vans(student):
    return [emptied(student.Stack, "push", "pop"), emptied(student.Fifo, "put", "get")]


# A sleep in the place of join() shows under the hostile clock alone, late in its share: with 60 schedules
# 1 of 10 seeds missed it, with 90 none of 12 (at the 76th at the latest), with 120 none (98th).
@scenario(schedules=120)
def a_helper_in_the_same_flat(student):
    return [student.through_a_thread(THINGS, order) for order in ("fifo", "filo")]


@scenario(schedules=12)
def the_same_hall_twice(student):
    return student.two_halls(["lamp", "vase"], ["rug"])


# Who asks empty() after the first box is found by the 26th schedule, in 12 seeds; with 24, not in each.
@scenario(schedules=40)
def a_helper_in_another_flat(student):
    return labels(student.through_a_process(["x" * BIG, "cup", "pan"]))


def compare(came: list, expected: list, what: str) -> None:
    """Judge that a list is as expected, and name what is wrong with it."""
    story = f"{what}: {came} came, {expected} is right."
    nothing_lost_or_doubled(came, expected, story)
    expect(came == expected, story, cause="order-broken")


def compare_van(seen: dict, name: str, put: str, take: str, out: list, rest: list) -> None:
    """Judge what came out of the two vans of one kind."""
    story = f"{put} a, {put} b, {take}, {put} None, {put} 0, {take}, {put} c, unload"
    came = [*seen["out"], *seen["rest"]]
    expect(
        "x" not in came,
        f"Two objects of {name} are two vans. Box 'x' was put into the second one, and came out of "
        f"the first: {came}.",
    )
    compare(came, [*out, *rest], f"{name}: {story}")
    expect(
        seen["after"] == [],
        f"After unload() a {name} is empty, but unload() once more returned {seen['after']}.",
    )
    expect(
        seen["other"] == ["x"],
        f"Into a second {name} only 'x' was put, and its unload() returned {seen['other']}.",
    )


@check(vans_by_hand, points=2)
def test_a_stack_and_a_queue_give_back_in_their_order(run: Run) -> None:
    """A stack gives back the last box first, a queue the first box first.

    Hint: At which end of the list does a box come in, and at which end does it go out?
    Hint: What does list.pop() take, and what list.pop(0)? And what happens to the places in a list
        while a loop goes over it and boxes are taken out?
    Hint: Python's tutorial, 'Using Lists as Stacks' and 'Using Lists as Queues'; and 'Class and
        Instance Variables', for what two objects share.
    """
    van = {"out": [], "rest": [], "after": None, "other": None}
    stack, fifo = run.shaped([van, van], "Stack and Fifo")
    compare_van(stack, "Stack", "push", "pop", ["b", 0], ["c", None, "a"])
    compare_van(fifo, "Fifo", "put", "get", ["a", "b"], [None, 0, "c"])


@check(empty_vans, points=1)
def test_an_empty_one_raises_index_error(run: Run) -> None:
    """Taking out of an empty stack or queue raises IndexError.

    Hint: How does whoever calls pop() tell 'there is nothing' from a box that is None?
    Hint: Which exception does an empty list raise by itself, and which one a dict, or a queue of
        the module queue?
    Hint: Python's documentation of IndexError, and of collections.deque.popleft.
    """
    nothing, box = {"raised": "IndexError"}, {"came": "a"}
    for seen, call in zip(run.shaped([[{}], [{}]], "Stack and Fifo"), ("pop()", "get()")):
        before, came, after = (*seen, {}, {}, {})[:3]
        expect(
            before == nothing, f"{call} with nothing in it is to raise IndexError. {told(before)}"
        )
        expect(came == box, f"One box was put in, and {call} is to give it back. {told(came)}")
        expect(after == nothing, f"{call} of the last box, and once more: {told(after)}")


def told(seen: dict) -> str:
    """Return in words what came of taking out of a van."""
    if "raised" in seen:
        return f"It raised {seen['raised']}."
    return f"It returned {seen.get('came')!r}."


@check(a_helper_in_the_same_flat, points=2)
def test_between_threads_boxes_come_out_in_order(run: Run) -> None:
    """A thread puts boxes in, and they come out in the order of a queue or of a stack.

    Hint: When the first box is taken out, how many are in?
    Hint: Which box is on top of a stack while somebody still puts boxes on it?
    Hint: Python's documentation of queue.Queue and queue.LifoQueue; and of Thread.join.
    """
    fifo, filo = run.shaped([[], []], "through_a_thread(), for fifo and for filo,")
    boxes = [f"box of {thing}" for thing in THINGS]
    compare(fifo, boxes, "fifo")
    compare(filo, boxes[::-1], "filo")
    expect(
        run.threads(pools=True),
        "No thread was started: the boxes are right, but nobody helped to pack them.",
    )


@check(the_same_hall_twice, points=2)
def test_a_process_gets_a_copy_of_its_own(run: Run) -> None:
    """A queue.Queue that is given to a process is a copy there, and the parent's stays as it was.

    Hint: How many queues are there, once the child has begun?
    Hint: Which of the two can the parent look into, and how does it learn what is in the other?
    Hint: README, 'What you should know': the picture of the two halls.
    """
    child, parent = run.shaped([[], []], "two_halls()")
    expect(run.processes(), "No process was started, so there was only one hall.")
    expect(
        parent == ["lamp", "vase"],
        "The parent put in 'lamp' and 'vase', and only then was the child started. In the parent's "
        f"queue.Queue are then ['lamp', 'vase'], but two_halls() says {parent}.",
    )
    expect(
        child == ["lamp", "vase", "rug"],
        "The child begins with a copy of what the parent had put in, 'lamp' and 'vase', and "
        f"puts 'rug' in; two_halls() says that the child had {child}.",
        cause="not-shared" if child == parent else None,
    )


@check(a_helper_in_another_flat, points=3)
def test_boxes_come_back_from_a_process(run: Run) -> None:
    """Boxes packed by a child process come back, all of them and in order, big ones too.

    Hint: Which of the two halls does the child put its boxes in, and which one do you look into?
    Hint: How many boxes will come? What can you count on, so that you need not ask whether there
        is another one?
    Hint: Can the child end while its boxes are still on the way? Python's documentation,
        'Programming guidelines' of multiprocessing: 'Joining processes that use queues'.
    """
    boxes = run.shaped([], "through_a_process()")
    expected = ["box of xxxxx", "box of cup", "box of pan"]
    compare(boxes, expected, "through_a_process(), with big boxes cut short")
    # The workers of an executor count as well, a Manager's server does not.
    expect(
        run.processes(pools=True),
        "No process was started: the boxes are right, but no child packed them.",
    )
