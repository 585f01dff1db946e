"""What a new exercise begins with: small, whole and proved, for its author to write over.

exercises/README.md shows these files as its example; a test compares.
"""

from __future__ import annotations

from collections.abc import Mapping

_README = """\
# {title}

Several processes add amounts to one total. Write `add` and `count` in `{file}`.

## What to build

- `add(total, amount)` adds an amount to a shared total. Others may add at the same time.
- `count(amounts)` starts a process for each amount, and returns the total of all that was added.

Nothing is lost (2 points).
"""

_SKELETON = '''\
"""{title}: amounts that are added at the same time.

Run it with: python {file}
"""

from multiprocessing import Process, Value


def add(total, amount):
    """Add the amount to the shared total."""
    raise NotImplementedError("TODO add to total.value")


def count(amounts):
    """Return the sum of the amounts, each of which is added by a process of its own."""
    raise NotImplementedError("TODO start a process with add() for each amount")


if __name__ == "__main__":
    print(count([1, 2]))
'''

_CHECKS = '''\
"""What is checked of {file}."""

from grader import Run, check, expect, scenario


@scenario(processes=2)
def two_amounts(student):
    return student.count([1, 2])


@check(two_amounts, points=2)
def test_nothing_is_lost(run: Run) -> None:
    """Two processes add at the same time, and nothing is lost.

    Hint: How many steps is `total.value += 1`? What can happen between two of them?
    Hint: Python's documentation of multiprocessing: Value, and its get_lock().
    """
    total = run.shaped(0, "count()")
    expect(total == 3, f"1 and 2 were added, and count() returned {{total}}.")
'''

_REFERENCE = '''\
"""{title}: amounts that are added at the same time.

Run it with: python {file}
"""

from multiprocessing import Process, Value


def add(total, amount):
    """Add the amount to the shared total."""
    with total.get_lock():
        total.value += amount


def count(amounts):
    """Return the sum of the amounts, each of which is added by a process of its own."""
    total = Value("i", 0)
    adders = [Process(target=add, args=(total, amount)) for amount in amounts]
    for adder in adders:
        adder.start()
    for adder in adders:
        adder.join()
    return total.value


if __name__ == "__main__":
    print(count([1, 2]))
'''

_WRONG = """\
# cause: lost-update
# Reading the total and writing it are two steps, and nothing keeps the others out between them.
"""

_LOCKED = "    with total.get_lock():\n        total.value += amount\n"
_UNLOCKED = "    total.value += amount\n"


def starter_files(name: str, topic: str) -> Mapping[str, str]:
    """Return {path beside the folder of exercises: text} of a new exercise, in order.

    ``name`` is its folder's name ("30_topic"), ``topic`` what its program is called by.
    """
    words = {"title": topic.replace("_", " ").capitalize(), "file": f"{topic}.py"}
    reference = _REFERENCE.format(**words)
    return {
        f"exercises/{name}/README.md": _README.format(**words),
        f"exercises/{name}/{topic}.py": _SKELETON.format(**words),
        f"exercises/{name}/checks.py": _CHECKS.format(**words),
        f"solutions/{name}/{topic}.py": reference,
        f"solutions/{name}/wrong/test_nothing_is_lost/no_lock.py": (
            _WRONG + reference.replace(_LOCKED, _UNLOCKED)
        ),
    }
