"""Structures and arrays within shared memory: a look at a part of one is a point as well."""

from __future__ import annotations

import pytest

from tests.engine.engine import run
from tests.engine.searching import BOTH, found, search

HEAD = f"""
from ctypes import Structure, Union, c_int
from multiprocessing import Array, Process, RawArray, RawValue, Value
import copy, pickle
class Pair(Structure):
    _fields_ = [("x", c_int), ("y", c_int)]
class Triple(Pair):
    _fields_ = [("z", c_int)]
class Either(Union):
    _fields_ = [("pair", Pair), ("numbers", c_int * 2)]
class Nested(Structure):
    _anonymous_ = ["inner"]
    _fields_ = [("inner", Pair), ("pairs", Pair * 2)]
{BOTH}
"""


@pytest.mark.parametrize(
    ("made", "part"),
    [
        ("Array(Pair, [(0, 0)])", "shared[0].x"),
        ("Array(Pair, [(0, 0)])", "shared[:][0].x"),
        ("RawArray(c_int * 2, 2)", "shared[1][1]"),
        ("RawValue(Triple)", "shared.x"),
        ("RawValue(Nested)", "shared.x"),
        ("Value(Nested)", "shared.inner.y"),
        ("Value(Nested)", "shared.pairs[1].y"),
        ("Value(Either)", "shared.pair.x"),
        ("Value(Either)", "shared.numbers[1]"),
    ],
)
def test_an_update_of_a_part_can_be_lost(made: str, part: str) -> None:
    wrong = search(
        f"""{HEAD}
def work(shared):
    {part} += 1
def main():
    shared = {made}
    both(work, shared)
    return {part}
""",
        2,
    )
    assert found(wrong) == 1
    assert wrong.bound.startswith("2 schedules, stopped"), "at points within the line"


@pytest.mark.parametrize(
    ("take", "put"),
    [
        ("view = memoryview(shared.get_obj()).cast('B').cast('i'); n = view[0]", "view[0] = n + 1"),
        (
            "part = cast(addressof(shared.get_obj()), POINTER(c_int)); n = part[0]",
            "part[0] = n + 1",
        ),
        (
            "n = struct.unpack_from('i', shared.get_obj())[0]",
            "struct.pack_into('i', shared.get_obj(), 0, n + 1)",
        ),
        ("part = c_int.from_buffer(shared.get_obj()); n = part.value", "part.value = n + 1"),
    ],
)
def test_what_reaches_past_the_accessors_is_switched_at_lines(take: str, put: str) -> None:
    wrong = search(
        f"""{HEAD}
from ctypes import POINTER, addressof, cast
import struct
def work(shared):
    {take}
    {put}
def main():
    shared = Array("i", 1)
    both(work, shared)
    return shared[0]
""",
        2,
    )
    assert found(wrong) == 1


def test_without_lines_such_a_program_is_no_proof() -> None:
    right = search(
        f"""{HEAD}
def main():
    return memoryview(RawArray("i", 5)).nbytes
""",
        20,
        switch_at="calls",
    )
    assert (right.failure, right.exhaustive) == (None, False)
    assert right.bound.endswith("; not under control: shared-memory")


def test_a_part_is_what_it_is_without_the_grader(python: str) -> None:
    trace = run(
        f"""{HEAD}
def main():
    pairs = Array(Pair, [(1, 2), (3, 4)])
    first = pairs[0]
    copied, sent = copy.copy(first), pickle.loads(pickle.dumps(first))
    first.x = 7
    pairs[1] = first
    whole = [[p.x, p.y] for p in pairs]
    kinds = [isinstance(first, Pair), type(sent) is Pair, type(first).__name__]
    return [whole, [copied.x, copied.y], [sent.x, sent.y], kinds]
""",
        python=python,
    )
    kinds = [True, True, "Pair"]
    assert trace.value == [[[7, 2], [7, 2]], [1, 2], [1, 2], kinds], trace.output


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_part_is_handed_to_a_child_as_its_value(method: str) -> None:
    trace = run(
        f"""{HEAD}
from multiprocessing import Queue
def work(queue, pair):
    pair.x += 1
    queue.put([pair.x, pair.y])
def main():
    pairs, queue = Array(Pair, [(1, 2)]), Queue()
    Process(target=work, args=(queue, pairs[0])).start()
    return [queue.get(), pairs[0].x]
""",
        start_method=method,
    )
    shared = 2 if method == "fork" else 1
    assert (trace.status, trace.value) == ("returned", [[2, 2], shared]), trace.output
