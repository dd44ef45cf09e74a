"""Reading takes steps in proportion to the text, also where the text is made to be slow.

Steps are lines of this program's own code, which do not depend on the machine; `tests/benchmarks/growth.py` measures
the time.
"""

import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from annotator.corpus.parse import parse

HOSTILE = Path(__file__).parents[1] / "benchmarks" / "hostile.py"
SHAPES: dict[str, Callable[[int], str]] = runpy.run_path(str(HOSTILE))["SHAPES"]


def steps(text: str) -> int:
    """Count the lines that are run while `text` is read."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal counted
        counted += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        parse(text)
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_text_takes_twice_the_steps(name: str) -> None:
    parse(SHAPES[name](500))  # Some values are worked out when first met.
    assert steps(SHAPES[name](16_000)) <= 2.3 * steps(SHAPES[name](8000))
