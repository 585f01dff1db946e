# outcome: failed, wrong-value
# says: the result is 1.

for name in ("grader", "grader.checks", "solutions", "pytest", "tests", "checks"):
    try:
        __import__(name)
    except ImportError:
        continue
    raise RuntimeError(name)
