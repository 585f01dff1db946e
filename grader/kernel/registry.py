"""Every shared object of a run, numbered by creation: the kernel's own state of semaphores,
and what is known of pipes, memory and the learner's objects that are built of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from grader.kernel.errors import LimitReached, ProtocolBreach
from grader.model.operations import HOLDABLE, MADE, QUEUES, EventKind, ObjectKind
from grader.model.trace import Json, ObjectRecord, Site


@dataclass(slots=True)
class Semaphore:
    """A counting semaphore; its value is the truth, whatever a process believes."""

    key: str
    value: int
    limit: int
    recursive: bool
    initial: int
    holders: list[int] = field(default_factory=list)

    def take(self, task: int) -> None:
        """Count one down for the task."""
        self.value -= 1
        self.holders.append(task)

    def give(self, task: int) -> bool:
        """Count one up; return whether the task had it (else somebody else's hold is ended)."""
        self.value += 1
        if task in self.holders:
            self.holders.remove(task)
            return True
        if self.holders:
            self.holders.pop(0)
        return False


MANAGED = {"ListProxy": "managed list", "DictProxy": "managed dict", "ValueProxy": "managed value"}
"""What a manager holds, by the class of the proxy through which it is asked."""


@dataclass(slots=True)
class Thing:
    """What is known of one object; becomes an ObjectRecord."""

    key: str
    kind: ObjectKind
    name: str = ""  # the learner's own
    words: str = ""  # what it is called without a name, where its kind alone does not say it
    creator: int | None = None
    site: Site | None = None
    limit: int | None = None
    part_of: str | None = None
    holder: int | None = None  # of a lock among threads, as the last one to wait for it saw it


class Registry:
    """Names raw references of the sandbox by order of appearance; ``most``: objects of one run."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.version = 0  # another one whenever a reference may mean something else than before
        self.semaphores: list[Semaphore] = []
        self.things: dict[str, Thing] = {}
        self.counts: dict[str, int] = {}
        self.ends: dict[tuple[int, str], str] = {}  # (inode, mode) -> key of a pipe's end
        self.raw: dict[str, str] = {}  # an address of the sandbox -> key
        self.sent: dict[str, int] = {}
        self.received: dict[str, int] = {}

    def new_key(self, prefix: str) -> str:
        """Return the next key of a kind."""
        number = self.counts[prefix] = self.counts.get(prefix, 0) + 1
        if sum(self.counts.values()) > self._most:
            raise LimitReached("objects")
        return f"{prefix}:{number}"

    def add(self, key: str, kind: ObjectKind, creator: int | None, site: Site | None) -> Thing:
        """Register an object under its key."""
        self.version += 1
        thing = self.things[key] = Thing(key, kind, creator=creator, site=site)
        return thing

    # --- semaphores

    def new_semaphore(self, arg: Json, creator: int, site: Site | None) -> int:
        """Make a semaphore of [kind, value, maxvalue]; return its number."""
        if not (isinstance(arg, list) and len(arg) == 3 and all(type(n) is int for n in arg)):
            raise ProtocolBreach("it made a semaphore of no numbers")
        kind, value, limit = arg
        number = len(self.semaphores)
        key = f"sem:{number}"
        assert isinstance(value, int)
        assert isinstance(limit, int)
        if number >= self._most:
            raise LimitReached("objects")
        self.semaphores.append(Semaphore(key, value, limit, kind == 0, value))
        self.add(key, "semaphore", creator, site).limit = value
        return number

    def semaphore(self, number: Json) -> int:
        """Return the number that the sandbox sent, if there is such a semaphore."""
        if type(number) is not int or not 0 <= number < len(self.semaphores):
            raise ProtocolBreach("it used a semaphore that does not exist")
        return number

    # --- references

    def key(self, raw: Json) -> str | None:
        """Return the key for what the sandbox calls an object; see ``guest``."""
        if type(raw) is int:
            return self.semaphores[self.semaphore(raw)].key
        if isinstance(raw, list) and raw and isinstance(raw[0], str):
            return self._managed(raw)
        if not isinstance(raw, str) or len(raw) > 300:
            return None
        if raw.startswith("fd:"):
            return self.end(raw)
        if raw.startswith(
            ("mem:", "sem:", "lock:", "file:", "lines", "result:", "future:", "task:")
        ):
            return raw
        return None

    def end(self, raw: str) -> str | None:
        """Return the key of a pipe's end from "fd:inode:mode"."""
        found = re.fullmatch(r"fd:(\d{1,20}):(r|w|rw)", raw)
        if found is None:
            return None
        inode, mode = int(found[1]), found[2]
        key = self.ends.get((inode, mode))
        if key is None:
            pipe = self.new_key("pipe")
            if mode == "rw":
                key = self.ends[inode, mode] = pipe + "a"
                self.add(key, "pipe-end", None, None)
            else:
                for letter, side in (("a", "r"), ("b", "w")):
                    self.ends[inode, side] = pipe + letter
                    self.add(pipe + letter, "pipe-end", None, None)
                key = self.ends[inode, mode]
        return key

    def pair(self, raws: Json, creator: int, site: Site | None) -> None:
        """Register the two ends that ``Pipe()`` made."""
        if not (
            isinstance(raws, list) and len(raws) == 2 and all(isinstance(r, str) for r in raws)
        ):
            raise ProtocolBreach("it told of a pipe that is none")
        first = self.end(str(raws[0]))
        found = re.fullmatch(r"fd:(\d{1,20}):(r|w|rw)", str(raws[1]))
        if first is None or found is None:
            raise ProtocolBreach("it told of a pipe that is none")
        second = first[:-1] + "b"
        self.ends[int(found[1]), found[2]] = second
        for key in (first, second):
            self.add(key, "pipe-end", creator, site)
        self.add(first[:-1], "pipe", creator, site)

    def known_pipe(self, key: str) -> bool:
        """Say whether the end belongs to a Pipe or Queue that was made in this run."""
        thing = self.things.get(key)
        return key[:-1] in self.things or (thing is not None and thing.part_of is not None)

    def message(self, key: str, kind: EventKind) -> tuple[str, int]:
        """Count a message; return (the object that sender and receiver agree on, its number)."""
        side = key
        if kind == "received":
            other = key[:-1] + ("b" if key.endswith("a") else "a")
            side = other if other in self.things else key
        counts = self.sent if kind == "sent" else self.received
        counts[side] = counts.get(side, 0) + 1
        owner = self.things[side].part_of if side in self.things else None
        return owner or side, counts[side]

    def _managed(self, raw: list[Json]) -> str | None:
        address, part = str(raw[0])[:300], raw[1] if len(raw) > 1 else None
        key = self.raw.get(address)
        if key is None:
            key = self.raw[address] = self.new_key("managed")
            thing = self.add(key, "manager-object", None, None)
            thing.words = MANAGED.get(str(raw[2]) if len(raw) > 2 else "", "")
        return f"{key}[{str(part)[:60]}]" if part is not None else key

    # --- the learner's objects

    def made(self, kind: str, value: Json, creator: int, site: Site | None) -> str | None:
        """Register an object that is built of base objects: [[parts], limit]."""
        if kind == "pipe":
            self.pair(value, creator, site)
            return None
        known = MADE.get(kind)
        if known is None or not (isinstance(value, list) and len(value) == 2):
            raise ProtocolBreach("it told of an object that is none")
        parts, limit = value
        if not isinstance(parts, list):
            raise ProtocolBreach("it told of an object that is none")
        keys = [key for part in parts[:20] if (key := self.key(part)) is not None]
        self.version += 1
        if kind in ("joinable-queue", "event", "barrier"):
            self._forget(keys)
        if len(keys) == 1:
            thing = self.things.get(keys[0])
            if thing is not None:
                thing.kind, thing.site, thing.creator = known, site, creator
                return thing.key
        prefix = "queue" if known in QUEUES else known
        key = self.new_key(prefix)
        thing = self.add(key, known, creator, site)
        thing.limit = limit if type(limit) is int and limit < 2**31 - 1 else None
        for part in keys:
            if part in self.things and self.things[part].part_of is None:
                self.things[part].part_of = key
            elif part not in self.things:
                self.add(part, "part", creator, site).part_of = key
        return key

    def _forget(self, keys: list[str]) -> None:
        """A class that calls its parent's __init__ was registered as the parent's kind first."""
        for part in keys:
            thing = self.things.get(part)
            if thing is not None and thing.part_of is not None:
                self.things.pop(thing.part_of, None)
                thing.part_of = None

    def learner_key(self, key: str | None) -> str | None:
        """Return the learner's object that this base object is a part of, or itself."""
        thing = self.things.get(key) if key is not None else None
        if thing is None:
            return key
        while thing.part_of is not None and thing.part_of in self.things:
            thing = self.things[thing.part_of]
        return thing.key

    def name(self, key: str | None, name: Json) -> None:
        """Remember the learner's name of an object, or of the one it is a part of, such as
        ``votes`` for ``votes[0]``; the first one stays.
        """
        owner = self.learner_key(key.partition("[")[0] if key is not None else None)
        if owner in self.things and isinstance(name, str) and not self.things[owner].name:
            self.things[owner].name = name[:60]

    def held_by(self, task: int) -> tuple[str, ...]:
        """Return the keys of what the task holds, as a learner knows it."""
        held = []
        for semaphore in self.semaphores:
            if task in semaphore.holders:
                owner = self.learner_key(semaphore.key)
                thing = self.things.get(owner or "")
                if owner is not None and thing is not None and thing.kind in HOLDABLE:
                    held.append(owner)
        return tuple(dict.fromkeys(held))

    def records(self) -> dict[str, ObjectRecord]:
        """Return everything as it is at the end of the run."""
        state = {semaphore.key: semaphore for semaphore in self.semaphores}
        found = {}
        for key, thing in self.things.items():
            semaphore = state.get(key)
            owner = self.things.get(thing.part_of) if thing.part_of else None
            name = thing.name
            if not name and owner is not None:
                name = f"{owner.name or _article(owner.kind)} (inside)"
            found[key] = ObjectRecord(
                key=key,
                kind=thing.kind,
                name=name or _article(thing.words or thing.kind),
                creator=thing.creator,
                site=thing.site,
                value=semaphore.value if semaphore is not None else None,
                limit=thing.limit,
                holders=_holders(thing, semaphore),
                part_of=thing.part_of,
            )
        return found


def _holders(thing: Thing, semaphore: Semaphore | None) -> tuple[int, ...]:
    if semaphore is not None:
        return tuple(semaphore.holders)
    return (thing.holder,) if thing.holder is not None else ()


def _article(kind: str) -> str:
    return ("an " if kind[:1] in "aeiou" else "a ") + kind.replace("-", " ")
