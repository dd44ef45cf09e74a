"""Parses TOML, and says where a text is not valid.

The wording of `tomllib`'s errors is no interface, and before Python 3.14 they have no position. So the position is that
of the first statement that is not valid by itself, or not after those before it.
"""

import tomllib
from bisect import bisect_left
from typing import Any


class TomlError(ValueError):
    """A text that is not valid TOML; `place` is its line and column, and `message` a plain sentence."""

    def __init__(self, place: str, reason: str) -> None:
        """Keep the place and the message."""
        self.place = place
        self.message = f"not valid TOML: {reason}"
        super().__init__(f"{place}: {self.message}")


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text; raises TomlError."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise _locate(text) from None
    except RecursionError:
        raise TomlError("the whole file", "it is nested too deeply") from None
    except ValueError:
        raise TomlError("the whole file", "a number in it is too long") from None


def _locate(text: str) -> TomlError:
    """Return the error with the position of the first statement that cannot be read."""
    lines = text.replace("\r\n", "\n").split("\n")
    ends = [0]  # of each statement, as a number of lines
    while ends[-1] < len(lines):
        start = ends[-1]
        following = range(start + 1, len(lines) + 1)
        end = next((end for end in following if _is_valid("\n".join(lines[start:end]))), None)
        if end is None:
            return _error_at(lines, start, "this statement cannot be read, or its end is missing")
        ends.append(end)
    # Every statement is valid by itself.
    first = bisect_left(ends, True, key=lambda end: not _is_valid("\n".join(lines[:end])))
    return _error_at(lines, ends[first - 1], "this repeats or contradicts an earlier key or table")


def _error_at(lines: list[str], number: int, reason: str) -> TomlError:
    indent = len(lines[number]) - len(lines[number].lstrip())
    return TomlError(f"line {number + 1}, column {indent + 1}", reason)


def _is_valid(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
