"""Parses documents without any database."""

from collections.abc import Iterator, Sequence

from annotator.corpus.parse import parse
from annotator.corpus.source import read_source
from annotator.formats import jsonl
from annotator.formats.errors import FormatError
from annotator.formats.posts import read_posts


def parse_lines(paths: Sequence[str], *, encoding: str | None = None) -> Iterator[bytes | FormatError]:
    """Yield the parse record of each document as a line of JSON, or what kept it from being read."""
    for item in read_posts(paths):
        if isinstance(item, FormatError):
            yield item
            continue
        source = read_source(item.raw, encoding=encoding)
        parsed = parse(source.text)
        if source.diagnostics:
            parsed = parsed.with_diagnostics(source.diagnostics)
        yield jsonl.line(
            jsonl.parse_record(
                parsed,
                source=item.source,
                sha256=source.sha256,
                text_sha256=source.text_sha256,
                encoding=source.encoding,
                removed=source.removed,
            )
        )
