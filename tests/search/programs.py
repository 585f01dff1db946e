"""Small programs whose schedules can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.search.toy import Body, Semaphore, World


def two_increments(world: World) -> Callable[[], Any]:
    """Two tasks, each: read, write. C(4, 2) = 6 schedules."""
    counter = world.cell("counter")

    def clerk() -> Body:
        value = yield counter.read()
        yield counter.write(value + 1)

    world.task(clerk)
    world.task(clerk)
    return lambda: counter.value


def spawned_increments(world: World) -> Callable[[], Any]:
    """The same as a learner writes it: started and joined by a main task."""
    counter = world.cell("counter")

    def clerk() -> Body:
        value = yield counter.read()
        yield counter.write(value + 1)

    def main() -> Body:
        first = yield world.spawn(clerk)
        second = yield world.spawn(clerk)
        yield world.join(first)
        yield world.join(second)

    world.task(main)
    return lambda: counter.value


def locked_increments(world: World) -> Callable[[], Any]:
    """The same under a lock: right in every schedule."""
    counter, lock = world.cell("counter"), world.lock("lock")

    def clerk() -> Body:
        yield lock.acquire()
        value = yield counter.read()
        yield counter.write(value + 1)
        yield lock.release()

    world.task(clerk)
    world.task(clerk)
    return lambda: counter.value


def opposite_locks(world: World) -> None:
    """Two locks, taken in opposite order."""
    a, b = world.lock("a"), world.lock("b")

    def transfer(one: Semaphore, other: Semaphore) -> Body:
        yield one.acquire()
        yield other.acquire()
        yield other.release()
        yield one.release()

    world.task(transfer, a, b)
    world.task(transfer, b, a)


def strangers(world: World) -> Callable[[], Any]:
    """Two tasks that have nothing in common: two writes each to a cell of their own."""
    cells = [world.cell("left"), world.cell("right")]

    def worker(number: int) -> Body:
        yield cells[number].write(1)
        yield cells[number].write(2)

    world.task(worker, 0)
    world.task(worker, 1)
    return lambda: [cell.value for cell in cells]


def sleep_as_join(world: World) -> Callable[[], Any]:
    """Main sleeps in place of a join, and reads what the child writes."""
    cell = world.cell("answer")
    seen: list[Any] = []

    def child() -> Body:
        yield cell.write(42)

    def main() -> Body:
        yield world.spawn(child)
        yield world.sleep(1.0)
        seen.append((yield cell.read()))

    world.task(main)
    return lambda: seen[0]


def narrow_window(world: World) -> Callable[[], Any]:
    """Wrong only if A stops early on, B then runs to its middle, and then C to its end.

    A random walk lets all three go on side by side, and hardly ever does it.
    """
    log = world.cell("log")
    at = {"a": 0, "b": 0}
    caught: list[bool] = []

    def walker(name: str) -> Body:
        for n in range(40):
            yield log.write(n)
            at[name] = n

    def last() -> Body:
        for n in range(40):
            yield log.write(n)
        caught.append(at["a"] in range(2, 12) and at["b"] in range(14, 30))

    world.task(walker, "a")
    world.task(walker, "b")
    world.task(last)
    return lambda: caught[0]


def uneven(world: World) -> Callable[[], Any]:
    """One task writes once, the other 12 times: 13 places for the one."""
    log = world.cell("log")
    order: list[str] = []

    def writer(name: str, times: int) -> Body:
        for n in range(times):
            yield log.write(n)
            order.append(name)

    world.task(writer, "long", 12)
    world.task(writer, "short", 1)
    return lambda: order.index("short")


def file_increments(world: World) -> Callable[[], Any]:
    """Two increments of what the kernel can't see; they interleave only if lines are points."""
    content = [0]

    def clerk() -> Body:
        yield world.uncontrolled_use("file")
        value = content[0]
        if world.switch_at == "lines":
            yield world.line()
        content[0] = value + 1

    world.task(clerk)
    world.task(clerk)
    return lambda: content[0]


def spinner(world: World) -> None:
    """A task that asks again and again, and one that could give the answer."""
    flag = world.cell("flag")

    def waiter() -> Body:
        while not (yield flag.read()):
            pass

    def setter() -> Body:
        yield flag.write(1)

    world.task(waiter)
    world.task(setter)
