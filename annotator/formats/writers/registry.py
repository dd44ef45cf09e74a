"""The formats that `annotator export` writes. A new one is a module here with `lines`, and a row in `WRITERS`.

Nothing heavy is imported here: the command line lists the formats in its help.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from annotator.formats.records import Record


class Writer(Protocol):
    """What a format's module provides."""

    def lines(self, records: "Iterable[Record]") -> Iterator[bytes]:
        """Yield the bytes of a dataset."""


class ExportFormat(NamedTuple):
    """A format: the records that it writes, how its files' names end, its module and its help."""

    records: Literal["units", "history"]
    suffix: str
    module: str
    help: str

    def writer(self) -> Writer:
        """Import the format's module."""
        return cast(Writer, import_module(f"annotator.formats.writers.{self.module}"))


WRITERS = {
    "jsonl": ExportFormat("units", "jsonl", "jsonl", "units with their annotations"),
    "history": ExportFormat("history", "history.jsonl", "jsonl", "events and changes"),
}
