"""What reads untrusted input gives an answer or its own error, whatever it is given."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.guest import wire
from grader.handins.submission import read_submission
from grader.kernel import requests
from grader.kernel.errors import LimitReached, ProtocolBreach
from grader.kernel.pendings import Pendings
from grader.kernel.recorder import Recorder
from grader.kernel.registry import Registry
from grader.kernel.tasks import Task
from grader.model.operations import OWN_WORDS, REQUESTS
from grader.report.data.results_json import student_from_json, student_to_json
from grader.search import token
from tests.report.samples import ALICE

TOKEN = r"K[0-9]{1,3}[ph][cl][sf]?:[0-9x-]{0,30}"
few = settings(max_examples=150, derandomize=True, deadline=None, database=None)

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
json_values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def received(data: bytes) -> requests.Request | None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        requests.prepare(ours)
        theirs.send(data)
        return requests.Mailbox().receive(ours)


@few
@given(st.binary(min_size=1, max_size=200))
def test_bytes_on_the_wire(data: bytes) -> None:
    with pytest.raises(ProtocolBreach):
        received(data)


words = st.sampled_from([*sorted(REQUESTS), "give-points"])
keys = st.sampled_from(["fd:1:r", "fd:2:rw", "mem:1", "sem:0", "lines", "file:x", "task:9"])
notes = st.tuples(
    st.sampled_from(["made", "sent", "received", "raised", "uncontrolled", "queried", "eof", "x"])
    | st.text(max_size=5),
    keys | st.sampled_from(["pipe", "queue", "event", "barrier", "lock"]) | json_values,
    json_values | st.lists(st.lists(keys, max_size=3) | json_values, max_size=2),
    json_values | st.just(["count.py", 3, "count"]),
    json_values | st.just(["Queue.put", 0, "q.put(1)", "q"]),
)


@few
@given(
    st.tuples(
        words,
        st.booleans(),
        json_values | keys,
        json_values,
        st.none() | st.floats(0, 1e9) | json_values,
        json_values,
        json_values | st.just(["count.py", 3, "count"]),
        st.lists(notes.map(list), max_size=3) | json_values,
        st.sampled_from(["r", "w", "-"]) | json_values,
    )
)
def test_requests_of_any_shape(message: Any) -> None:
    """A request is refused, or read into plain parts that the recorder can write down."""
    try:
        data = wire.encode(list(message))
    except ValueError:
        return
    registry = Registry(1000)
    recorder = Recorder(registry, frozenset({"count.py"}))
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    task = Task(0, ours, "process", "main", 0, None, False, False, None)
    try:
        request = received(data)
        assert request is not None
        recorder.notes(task, request.notes)
        if request.op not in OWN_WORDS:  # these are answered before
            Pendings(registry).of(task, request)
    except (ProtocolBreach, LimitReached):
        pass
    finally:
        task.close()
        theirs.close()


@few
@given(st.text(max_size=60) | st.from_regex(TOKEN, fullmatch=True))
def test_replay_tokens(text: str) -> None:
    try:
        clock, points, method, schedule = told = token.decode(text)
    except ValueError:
        return
    assert token.decode(token.encode(clock, points, schedule, method)) == told


@few
@given(st.data())
def test_result_files(data: st.DataObject) -> None:
    """One part of a result is another value: the same report, another one, or a ValueError."""
    whole: Any = json.loads(json.dumps(student_to_json(ALICE)))
    place = whole
    while isinstance(place, dict | list) and place:
        key = data.draw(
            st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place)))
        )
        inner = place[key]
        if not isinstance(inner, dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(json_values)
            break
        place = inner
    try:
        report = student_from_json(whole)
    except ValueError:
        return
    student_to_json(report)


cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | json_values,
        "source": st.text(max_size=40) | st.lists(st.text(max_size=20), max_size=3) | json_values,
        "metadata": json_values,
        "outputs": json_values,
    },
)
books = st.fixed_dictionaries(
    {},
    optional={
        "cells": st.lists(cells | json_values, max_size=3) | json_values,
        "worksheets": json_values,
        "nbformat": st.integers(0, 6) | json_values,
        "nbformat_minor": st.integers(0, 9) | json_values,
        "metadata": json_values,
    },
)


@few
@given(books.map(json.dumps) | json_values.map(json.dumps) | st.text(max_size=100))
def test_notebooks(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "noise.ipynb"
    path.write_text(text, "utf-8", "backslashreplace")
    read = read_submission(path)
    assert read.problem or read.source is not None
