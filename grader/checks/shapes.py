"""What a value looks like: in a message, and beside an example of what it should be."""

from __future__ import annotations

from grader.model.trace import Json

SHOWN = 200  # letters of a value in a message


def shown(value: object) -> str:
    """Return a value from the student's side for a message: as Python writes it, cut short.

    Of what is no plain data only the type is known: "an object of type Lock".
    """
    if isinstance(value, dict) and list(value) == ["type"]:
        return f"an object of type {value['type']}"
    text = _as_python(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " ..."


def _as_python(value: object) -> str:
    match value:
        case {"type": str(name), **rest} if not rest:
            return f"<{name}>"
        case {"type": _, "text": str(text), **rest} if not rest:
            return text
        case dict():
            return f"{{{', '.join(f'{k!r}: {_as_python(v)}' for k, v in value.items())}}}"
        case list():
            return f"[{', '.join(map(_as_python, value))}]"
    return repr(value)


def is_like(value: Json, example: Json) -> bool:
    """Say whether a value is shaped like an example; see ``Run.shaped``."""
    match example:
        case None:
            return True
        case bool() | str():
            return type(value) is type(example)
        case float():
            return type(value) in (int, float)
        case int():
            return type(value) is int
        case []:
            return isinstance(value, list)
        case [item]:
            return isinstance(value, list) and all(is_like(v, item) for v in value)
        case list():
            return (
                isinstance(value, list)
                and len(value) == len(example)
                and all(map(is_like, value, example))
            )
        case dict():
            return isinstance(value, dict) and all(
                key in value and is_like(value[key], item) for key, item in example.items()
            )


def words(example: Json) -> str:
    """Return what an example stands for: "a list of whole numbers"."""
    match example:
        case None:
            return "anything"
        case bool():
            return "True or False"
        case str():
            return "a text"
        case float():
            return "a number"
        case int():
            return "a whole number"
        case []:
            return "a list"
        case [item]:
            return f"a list with {words(item)} for each item"
        case list():
            return f"a list of {len(example)} ({', '.join(map(words, example))})"
        case dict():
            keys = ", ".join(f"{key}: {words(item)}" for key, item in example.items())
            return f"a dict ({keys})" if keys else "a dict"
