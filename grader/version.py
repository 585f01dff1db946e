"""The grader's version: the one source of it, which pyproject.toml reads."""

__version__ = "0.3.0"
