"""What goes in and out of a run comes as it is, and bounded."""

from __future__ import annotations

from tests.engine.engine import HEAD, run


def test_values_come_as_bounded_plain_data() -> None:
    body = """
class Liar:
    def __repr__(self): return "42"
    def __eq__(self, other): return True
def main():
    return [1, 2.5, None, (1, 2), {3, 1}, {1: "a"}, b"x", Liar(), float("inf"), 10**400]
"""
    assert run(HEAD + body).value == [
        1,
        2.5,
        None,
        [1, 2],
        [1, 3],
        {"1": "a"},
        {"type": "bytes", "text": "b'x'"},
        {"type": "Liar"},
        {"type": "float", "text": "inf"},
        {"type": "int", "bits": 1329},
    ]


def test_a_value_of_a_subclass_comes_as_what_it_is_equal_to() -> None:
    body = """
from collections import Counter, OrderedDict, defaultdict, namedtuple
from enum import Enum, IntEnum
class State(str, Enum):
    READY = "ready"
class Way(IntEnum):
    ROAD = 1
class Half(float):
    pass
class Loud(str):
    def __str__(self): return "LOUD"
    def __len__(self): raise RuntimeError("asked")
class Long(list):
    def __iter__(self): raise RuntimeError("asked")
class Book(dict):
    def items(self): raise RuntimeError("asked")
def main():
    pair = namedtuple("Pair", "left right")
    return [
        State.READY, Way.ROAD, Half(0.5), Loud("quiet"), Long([1, Way.ROAD]), Book(a=State.READY),
        pair(1, 2), Counter("aab"), OrderedDict(a=1), defaultdict(list, b=[2]), {State.READY: 1},
    ]
"""
    assert run(HEAD + body).value == [
        *("ready", 1, 0.5, "quiet", [1, 1], {"a": "ready"}, [1, 2]),
        *({"a": 2, "b": 1}, {"a": 1}, {"b": [2]}, {"ready": 1}),
    ]


def test_arguments_of_a_spawned_process_may_be_longer_than_a_pipe() -> None:
    body = """
def size(text, box):
    box.value = len(text)
def main():
    c = get_context("spawn")
    box = c.Value("i", 0)
    p = c.Process(target=size, args=("x" * 300_000, box))
    p.start()
    p.join()
    return box.value
"""
    assert run(HEAD + body).value == 300_000


def test_a_default_time_out_of_sockets_does_not_reach_the_grader_s_own() -> None:
    trace = run("""
import socket
from multiprocessing import Process

def main():
    socket.setdefaulttimeout(0.01)
    worker = Process(target=print, args=("here",))
    worker.start()
    worker.join()
    return worker.exitcode
""")
    assert (trace.status, trace.value, trace.output) == ("returned", 0, "here\n")
