"""Files of many records: their columns, their addresses, and what one comes to as a document."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.corpus.source import stored_text
from annotator.formats.errors import FormatError
from annotator.formats.readers.document_fields import described, plain
from annotator.formats.readers.pieces import FIELDS, Choices, Document, Piece, Record
from annotator.formats.readers.plain_text import check_lines

# What the columns are called where nobody says, the likeliest first.
_USUAL = {
    "text": ("text", "body", "content", "本文", "テキスト"),
    "url": ("url", "link", "address", "source_url"),
    "title": ("title", "題名", "タイトル", "見出し"),
    "date": ("date", "published", "published_at", "created_at", "日付", "日時"),
}


def read(piece: Piece, choices: Choices) -> Iterator[Document]:  # noqa: ARG001 - as every reader
    """Clean the text of a record, taking it out of its markup first."""
    record = piece.content
    assert isinstance(record, Record)
    words = record.text
    if record.markup:
        # The parser of markup is loaded where there is some.
        from annotator.formats.readers.html_text import fragment_lines

        words = "".join(f"{line}\n" for line in fragment_lines(words))
    text = stored_text(words, encoding=record.encoding, sha256=piece.sha256)
    check_lines(piece, text)
    yield Document(piece.place, piece.part, text, record.described)


def choose_columns(names: list[str], choices: Choices) -> dict[str, str]:
    """Return the column of each field that there is one for; names differ in case only where they have to.

    Raises KeyError with the name of a column that was asked for and is not there, or with `text`.
    """
    chosen = {}
    for field in FIELDS:
        asked = choices.columns.get(field)
        if asked is not None:
            if asked not in names:
                raise KeyError(asked)
            chosen[field] = asked
            continue
        folded = {name.strip().casefold(): name for name in reversed(names)}
        found = next((folded[usual] for usual in _USUAL[field] if usual in folded), None)
        if found is not None:
            chosen[field] = found
    if "text" not in chosen:
        raise KeyError("text")
    return chosen


def record_of(values: Mapping[str, Any], columns: Mapping[str, str], encoding: str) -> Record:
    """Return the record that a row or object of these columns holds; raises TypeError where its text is none."""
    text = values.get(columns["text"])
    if not isinstance(text, str):
        raise TypeError(columns["text"])
    url, title, date = (_words(values.get(columns.get(field, ""))) for field in FIELDS[1:])
    return Record(text, encoding, described(url, title, date))


def no_column(where: str, missing: str, names: list[str]) -> FormatError:
    """Return the refusal of a file that lacks a column."""
    return FormatError(
        f"has no column {missing!r} (it has {', '.join(plain(name) or '' for name in names[:12]) or 'none'})",
        where=where,
        advice="Say which one holds the text with --column text=NAME.",
    )


class Parts:
    """Names the records of one file: by their own addresses, else by their numbers; a name is given once."""

    def __init__(self) -> None:
        self._number = 0
        self._seen: dict[int, int] = {}

    def name(self, own: str | None) -> str:
        """Return the name of the next record; one whose own address stood before gets a number behind it."""
        self._number += 1
        if not own:
            return str(self._number)
        # The hash stands for the address, so that a long file needs little memory.
        count = self._seen[hash(own)] = self._seen.get(hash(own), 0) + 1
        return own if count == 1 else f"{own}#{count}"


def _words(value: object) -> str | None:
    """Return a field's value as words; numbers are such, anything else that is no text is none."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
