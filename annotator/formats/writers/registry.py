"""The formats that `annotator export` writes. A new one is a function of a dataset in a module here, and a row.

Nothing heavy is imported here: the command line lists the formats in its help.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from annotator.formats.writers.dataset import Dataset

Lines = Iterator[bytes]
Files = Iterator[tuple[str, Iterable[bytes]]]


class ExportFormat(NamedTuple):
    """A format: its help, how its files' names end, and the function that writes it, as `module:function`.

    A format of several files has no suffix: it is a folder, and its function yields their names and contents.
    """

    help: str
    suffix: str
    function: str

    @property
    def is_folder(self) -> bool:
        """Whether the format is a folder of files."""
        return not self.suffix

    def lines(self, dataset: "Dataset") -> Lines:
        """Return the bytes of a dataset in one file."""
        return cast(Lines, self._function()(dataset))

    def files(self, dataset: "Dataset") -> Files:
        """Return the files of a dataset, as paths below its folder with their contents."""
        return cast(Files, self._function()(dataset))

    def _function(self) -> "Callable[[Dataset], Any]":
        module, _, name = self.function.partition(":")
        return cast(
            "Callable[[Dataset], Any]", getattr(import_module(f"annotator.formats.writers.{module}"), name)
        )


WRITERS = {
    "jsonl": ExportFormat("units with their annotations", "jsonl", "jsonl:lines"),
    "history": ExportFormat("events and changes", "history.jsonl", "jsonl:history_lines"),
    "csv": ExportFormat("a row per unit, for spreadsheets", "csv", "csv_table:lines"),
    "doccano-classification": ExportFormat(
        "doccano, text classification", "classification.doccano.jsonl", "doccano:classification"
    ),
    "doccano-sequences": ExportFormat(
        "doccano, sequence labelling", "sequences.doccano.jsonl", "doccano:sequences"
    ),
    "doccano-categories": ExportFormat(
        "doccano, categories and spans", "categories.doccano.jsonl", "doccano:categories_and_spans"
    ),
    "doccano-relations": ExportFormat(
        "doccano, spans and relations", "relations.doccano.jsonl", "doccano:relations"
    ),
    "labelstudio": ExportFormat("Label Studio: tasks and their configuration", "", "label_studio:files"),
    "brat": ExportFormat("brat standoff, a folder per annotator", "", "brat:files"),
    "conll": ExportFormat("quotations as CoNLL-2002 columns", "", "conll:files"),
    "w3c": ExportFormat("W3C Web Annotation", "w3c.jsonld", "web_annotation:lines"),
}
