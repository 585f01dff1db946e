"""Why a run is over, where its root did not come to an end of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a run is over."""

    why: Literal["", "deadlock", "limit", "hung", "breach"] = ""
    limit: str = ""
    hung: Literal["", "burning", "sleeping"] = ""


class RunOver(Exception):
    """Raised where a run can't go on."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.why)
        self.ending = ending
