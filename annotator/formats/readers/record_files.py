"""Files of many records: their columns, the names of their records, and a record as a document."""

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.corpus.source import source_from_text
from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import (
    FIELDS,
    Document,
    RawDocument,
    ReadOptions,
    RecordText,
    check_lines,
    metadata_of,
    one_line,
)

# The usual names of columns, the likeliest first.
_USUAL_COLUMNS = {
    "text": ("text", "body", "content", "本文", "テキスト"),
    "url": ("url", "link", "address", "source_url"),
    "title": ("title", "題名", "タイトル", "見出し"),
    "date": ("date", "published", "published_at", "created_at", "日付", "日時"),
}


def read(raw: RawDocument, options: ReadOptions) -> Iterator[Document]:  # noqa: ARG001 - as every reader
    """Clean the text of a record; markup becomes the lines that it shows."""
    record = raw.content
    assert isinstance(record, RecordText)
    text = record.text
    if record.markup:
        # lxml is loaded only where there is markup.
        from annotator.formats.readers.html_text import fragment_lines

        text = "".join(f"{line}\n" for line in fragment_lines(text))
    source = source_from_text(text, encoding=record.encoding, sha256=raw.sha256)
    check_lines(raw, source)
    yield Document(raw.file, raw.part, source, record.metadata)


def choose_columns(names: list[str], options: ReadOptions) -> dict[str, str]:
    """Return the column of each field that has one: the one asked for, else one with a usual name in any case.

    Raises KeyError with the name of a column that was asked for and is not there, or with `text`.
    """
    chosen = {}
    folded = {name.strip().casefold(): name for name in reversed(names)}
    for field in FIELDS:
        asked = options.columns.get(field)
        if asked is not None:
            if asked not in names:
                raise KeyError(asked)
            chosen[field] = asked
            continue
        found = next((folded[usual] for usual in _USUAL_COLUMNS[field] if usual in folded), None)
        if found is not None:
            chosen[field] = found
    if "text" not in chosen:
        raise KeyError("text")
    return chosen


def record_from(values: Mapping[str, Any], columns: Mapping[str, str], encoding: str) -> RecordText:
    """Return the record that a row or object holds; raises TypeError where its text is no string."""
    text = values.get(columns["text"])
    if not isinstance(text, str):
        raise TypeError(columns["text"])
    url, title, date = (_string(values.get(columns.get(field, ""))) for field in FIELDS[1:])
    return RecordText(text, encoding, metadata_of(url, title, date))


def missing_column(where: str, missing: str, names: list[str]) -> FormatError:
    """Return the refusal of a file that lacks a column."""
    return FormatError(
        f"has no column {missing!r} (it has {', '.join(one_line(name) or '' for name in names[:12]) or 'none'})",
        where=where,
        advice="Say which one holds the text with --column text=NAME.",
    )


class RecordNames:
    """Names the records of one file: by their own addresses, else by their numbers; no name is given twice."""

    def __init__(self) -> None:
        self._number = 0
        self._seen: dict[int, int] = {}

    def next(self, own: str | None) -> str:
        """Return the name of the next record; a repeated address gets a number after it."""
        self._number += 1
        if not own:
            return str(self._number)
        # Hashes of the addresses keep the memory small for a long file.
        count = self._seen[hash(own)] = self._seen.get(hash(own), 0) + 1
        return own if count == 1 else f"{own}#{count}"


def _string(value: object) -> str | None:
    """Return a field's value as text; numbers are converted, anything else is None."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
