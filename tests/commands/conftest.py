"""A toy course in which everything is as it must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.judging.toy import ends, make_course


@pytest.fixture(name="root")
def whole_course(tmp_path: Path) -> Path:
    """A course in which everything is as it must be."""
    checks = make_course(tmp_path) / "03_lock" / "checks.py"
    solutions = tmp_path / "solutions" / "03_lock"
    files = {
        "lock.py": ends(1),
        "right/other.py": "# in another style\n" + ends(1),
        "wrong/test_sold_once/twice.py": "# cause: wrong-value\n# It sells twice.\n" + ends(1, 2),
        "wrong/test_sold_at_all/never.py": "# cause: lost-item\n# It does not.\n" + ends(1, 0),
        "wrong/test_refund/refuses.py": "# cause: wrong-value\n# It refuses.\n" + ends("no"),
    }
    for name, text in files.items():
        (solutions / name).parent.mkdir(parents=True, exist_ok=True)
        (solutions / name).write_text(text)
    assert checks.is_file()
    return tmp_path
