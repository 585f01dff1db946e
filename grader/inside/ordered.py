"""Sets whose order is no chance."""

from __future__ import annotations

from typing import Any


class OrderedSet(dict[Any, None]):
    """A set that is walked in the order of insertion, not of addresses."""

    def add(self, item: Any) -> None:
        """Add an item."""
        self[item] = None

    def discard(self, item: Any) -> None:
        """Take an item away if it is there."""
        super().pop(item, None)

    def remove(self, item: Any) -> None:
        """Take an item away; KeyError if it is not there."""
        del self[item]

    def difference_update(self, items: Any) -> None:
        """Take several items away."""
        for item in list(items):
            self.discard(item)
