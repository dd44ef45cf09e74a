"""Reads and parses documents on all cores, without any database: what `add` stores and `parse` prints."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, TypeVar

from annotator.corpus.model import Parse
from annotator.corpus.near_duplicates import Keyed, twin_keys
from annotator.corpus.parse import parse
from annotator.formats.errors import FormatError
from annotator.formats.readers.pieces import Choices, Document, Piece
from annotator.formats.readers.registry import read_piece
from annotator.workflow.importing.parallel import spread

Result = TypeVar("Result")


class Known(NamedTuple):
    """A document that need not be read, by its address as it was asked for."""

    asked: str


class ParsedDocument(NamedTuple):
    """A document and what it says, the remarks of the decoding included.

    `twins` are the keys of its units, where they were asked for.
    """

    document: Document
    parse: Parse
    twins: tuple[Keyed, ...] | None = None


Unread = Piece | Known | FormatError


def read_all(items: Iterable[Unread], choices: Choices) -> Iterator[ParsedDocument | Known | FormatError]:
    """Read every piece, with the keys of its units; what needs no reading stands in its place."""
    return spread(partial(_results, _with_twins, choices), items, weight=_weight)


def read_each(
    items: Iterable[Unread], choices: Choices, made: Callable[[ParsedDocument], Result]
) -> Iterator[Result | Known | FormatError]:
    """Read every piece and give what `made`, a function of a module, makes of it on the core that read it."""
    return spread(partial(_results, made, choices), items, weight=_weight)


def _results(
    made: Callable[[ParsedDocument], Result], choices: Choices, item: Unread
) -> list[Result | Known | FormatError]:
    if not isinstance(item, Piece):
        return [item]
    return [
        found if isinstance(found, FormatError) else made(_parsed(found))
        for found in read_piece(item, choices)
    ]


def _parsed(document: Document) -> ParsedDocument:
    text = document.text
    parsed = parse(text.text, address=document.described.url)
    return ParsedDocument(document, parsed.with_diagnostics(text.diagnostics) if text.diagnostics else parsed)


def _with_twins(read: ParsedDocument) -> ParsedDocument:
    return read._replace(twins=tuple(twin_keys(read.parse)))


def _weight(item: Unread) -> int:
    if not isinstance(item, Piece):
        return 0
    return len(item.content if isinstance(item.content, bytes) else item.content.text)
