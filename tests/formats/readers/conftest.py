"""Reads test inputs as `add` and `parse` do."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import DEFAULT_OPTIONS, Document, ReadOptions
from annotator.formats.readers.reading import read_documents


class Found(NamedTuple):
    """What was read of one input."""

    documents: list[Document]
    problems: list[FormatError]

    @property
    def texts(self) -> list[str]:
        """The stored texts."""
        return [document.text.text for document in self.documents]

    @property
    def one(self) -> Document:
        """The only document; there is no problem."""
        assert not self.problems
        (document,) = self.documents
        return document


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., Found]:
    """Read an input from a file of a name: `found("a.html", b"…")`."""

    def read(name: str, content: str | bytes, choices: ReadOptions = DEFAULT_OPTIONS) -> Found:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        items = list(read_documents([str(path)], choices))
        return Found(
            [item for item in items if isinstance(item, Document)],
            [item for item in items if isinstance(item, FormatError)],
        )

    return read
