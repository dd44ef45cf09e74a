"""The shipped codebook and a small one, as text and as values."""

from pathlib import Path

import pytest

from annotator.codebook.load import parse_codebook
from annotator.codebook.model import Codebook

CORE = Path(__file__).parents[2] / "schemas" / "codebooks" / "core.toml"

SMALL = """\
name = "small"
version = "1.0.0"
title = { en = "Small", ja = "小" }
rule = { en = "Read the line.", ja = "行を読む。" }
queue = ["commentary"]
queue_without = ["clip"]

[targets.bridge]
name = { en = "the bridge", ja = "橋" }

[dimensions.stance]
name = { en = "Stance", ja = "立場" }
scale = "nominal"
units = ["commentary", "quotation"]
required = true
targeted = true
holder = { commentary = "author", quotation = "speaker" }
not_asked = { en = "nobody holds it", ja = "主体がない" }
question = { en = "Which?", ja = "どれか。" }
guideline = { en = "Read.", ja = "読む。" }

[dimensions.stance.labels.favor]
key = "1"
name = { en = "in favour", ja = "賛成" }
definition = { en = "For it.", ja = "賛成する。" }
example = "#橋(よい)"
counterexample = "#橋(悪い)"
export = { semeval = "FAVOR" }

[dimensions.stance.labels.unsure]
key = "2"
name = { en = "unsure", ja = "不明" }
definition = { en = "Two ways.", ja = "二通り。" }
example = "#橋(どうか)"
counterexample = "#橋(よい)"
export = { semeval = "dropped" }

[dimensions.grade]
name = { en = "Grade", ja = "等級" }
scale = "ordinal"
units = ["clip"]
required = false
not_asked = { en = "only clips have a grade", ja = "クリップだけに等級がある" }
question = { en = "How good?", ja = "どの程度か。" }
guideline = { en = "Read.", ja = "読む。" }

[dimensions.grade.labels.A]
key = "1"
name = { en = "good", ja = "良" }
definition = { en = "Good.", ja = "良い。" }
example = "甲"
counterexample = "乙"

[dimensions.grade.labels.B]
key = "b"
name = { en = "poor", ja = "悪" }
definition = { en = "Poor.", ja = "悪い。" }
example = "乙"
counterexample = "甲"

[dimensions.grade.labels.F]
key = "f"
apart = true
name = { en = "cannot be judged", ja = "判断できない" }
definition = { en = "No basis.", ja = "根拠がない。" }
example = "丙"
counterexample = "甲"
"""


@pytest.fixture
def small_text() -> str:
    """A correct codebook of two dimensions, as text to break."""
    return SMALL


@pytest.fixture
def small() -> Codebook:
    """The same codebook as a value."""
    return parse_codebook(SMALL, origin="small.toml")


@pytest.fixture(scope="session")
def core_text() -> str:
    """The shipped codebook as text."""
    return CORE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def core(core_text: str) -> Codebook:
    """The shipped codebook."""
    return parse_codebook(core_text, origin="core.toml")
