"""Runs one of CPython's own tests; executed beside it, under control or plainly.

``METHOD`` and ``SUITE`` are put in front of this text. The test classes are made when the module
is imported, so that a spawned process finds them by name.
"""

import importlib
import pkgutil
import sys
import unittest

suite = importlib.import_module(SUITE)  # noqa: F821  # see above
if hasattr(suite, "install_tests_in_module_dict"):
    suite.install_tests_in_module_dict(globals(), METHOD)  # noqa: F821  # see above


parts = [
    importlib.import_module(f"{SUITE}.{part.name}")  # noqa: F821  # see above
    for part in pkgutil.iter_modules(getattr(suite, "__path__", ()))
    if part.name.startswith("test_")
]


def homes():
    """Return the modules that have test classes."""
    return (sys.modules[__name__], suite, *parts)


def one(*arguments):
    """Run a test, "Class.test_method"; return [how it ended, what it said]."""
    name = arguments[-1]
    home = next(home for home in homes() if hasattr(home, name.partition(".")[0]))
    result = unittest.TestResult()
    unittest.TestLoader().loadTestsFromName(name, home).run(result)
    for _, said in (*result.failures, *result.errors):
        return ["failed", said[-3000:]]
    if result.skipped:
        return ["skipped", result.skipped[0][1]]
    return ["passed", ""] if result.testsRun == 1 else ["failed", f"{result.testsRun} tests ran"]


def names(*arguments):
    """Return the names of all tests."""
    found = set()
    for home in homes():
        for label, case in vars(home).items():
            own = isinstance(case, type) and case.__module__ == home.__name__
            if own and issubclass(case, unittest.TestCase):
                found |= {f"{label}.{t}" for t in unittest.TestLoader().getTestCaseNames(case)}
    return sorted(found)
