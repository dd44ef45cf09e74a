"""Nothing on the screen is said in one language alone."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.codebook.model import LocalizedText
from annotator.tui import dialog_keys, messages

MODULES = sorted(Path(messages.__file__).parent.rglob("*.py"))
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# What puts its words on the screen.
SHOWING = {
    "Static",
    "Content",
    "styled",
    "Option",
    "Label",
    "Button",
    "Checkbox",
    "Input",
    "notify",
    "update",
}
# Arguments by name that are no words.
PLAIN = {"id", "classes", "name", "action", "style", "type"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Return every call of a module with the name of what is called."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), node


def literals(node: ast.Call) -> Iterator[str]:
    """Return the words that stand in a call's own arguments."""
    first = node.args[:1]
    for argument in [*first, *(one.value for one in node.keywords if one.arg not in PLAIN)]:
        parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
        yield from (
            part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_text_on_the_screen_bypasses_the_tables(path: Path) -> None:
    shown = [text for name, node in calls(path) if name in SHOWING for text in literals(node)]
    assert not [text for text in shown if re.search(r"[^\W\d_]{2}", text)]


def test_the_keys_of_dialogs_are_explained_in_both_languages() -> None:
    tables = [value for name, value in vars(dialog_keys).items() if name.endswith("_KEYS")]
    helps = [row.help for table in tables for row in table]
    assert helps
    for one in helps:
        assert isinstance(one, LocalizedText)
        assert not JAPANESE.search(one.en)
        assert JAPANESE.search(one.ja)
