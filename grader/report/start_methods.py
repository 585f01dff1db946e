"""How processes were started, in words: a program may choose another way than its check says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from grader.model.results import CheckResult


def start_methods_text(results: Iterable[CheckResult]) -> str:
    """Return "fork", or "fork; spawn in test_by_spawn" where not all checks agree, or "".

    First comes what most of the checks say; those for which nothing was run say nothing.
    """
    told = [(check.start_method, check.name) for check in results if check.start_method]
    methods = Counter(method for method, _ in told).most_common()
    return "; ".join(
        f"{method} in {', '.join(name for other, name in told if other == method)}"
        if place
        else method
        for place, (method, _) in enumerate(methods)
    )
