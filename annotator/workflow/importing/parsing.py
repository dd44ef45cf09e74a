"""Reads and parses files, on all cores where there is much to parse. No database is needed."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import NamedTuple, TypeVar

from annotator.corpus.model import Parse
from annotator.corpus.near_duplicates import KeyedUnit, near_duplicate_keys
from annotator.corpus.parse import parse
from annotator.formats.document_records import parse_record
from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import DEFAULT_OPTIONS, Document, RawDocument, ReadOptions
from annotator.formats.readers.reading import find_raw_documents, read_raw_document
from annotator.formats.writers import jsonl
from annotator.workflow.importing.parallel import available_cores, map_in_order, process_pool

Result = TypeVar("Result")
# Starting processes takes about as long as parsing so many bytes.
_WORTH_PROCESSES = 2 << 20
# Documents are handed to a process in batches of at most so many, and of about so many bytes: to hand over a record of
# one line takes several times as long as to parse it.
_BATCH_DOCUMENTS = 64
_BATCH_BYTES = 1 << 18


class ParsedDocument(NamedTuple):
    """A document as read and its parse, whose diagnostics include those of the decoding.

    `near_duplicate_keys` are the keys of its units, where they were computed.
    """

    document: Document
    parse: Parse
    near_duplicate_keys: tuple[KeyedUnit, ...] | None = None


class Unchanged(NamedTuple):
    """A document that is not parsed again: its bytes are those that were last imported from its address."""

    where: str


Input = RawDocument | Unchanged | FormatError


def parse_lines(
    paths: Sequence[str], options: ReadOptions = DEFAULT_OPTIONS, *, executor: Executor | None = None
) -> Iterator[bytes | FormatError]:
    """Yield the parse record of each document as a line of JSON, or why it cannot be read."""
    return _without_unchanged(_parse(find_raw_documents(paths, options), options, _parse_to_line, executor))


def read_documents(
    paths: Sequence[str], options: ReadOptions = DEFAULT_OPTIONS, *, executor: Executor | None = None
) -> Iterator[ParsedDocument | FormatError]:
    """Yield every document parsed, or why it cannot be read."""
    return _without_unchanged(_parse(find_raw_documents(paths, options), options, parse_document, executor))


def parse_for_import(
    items: Iterable[Input], options: ReadOptions, *, executor: Executor | None = None
) -> Generator[ParsedDocument | Unchanged | FormatError, None, None]:
    """Parse every document, and compute the near-duplicate keys of its units; other items are passed on in order."""
    return _parse(items, options, _parse_with_keys, executor)


def parse_document(document: Document) -> ParsedDocument:
    """Parse a document that was read."""
    text = document.text
    parsed = parse(text.text, address=document.metadata.url)
    return ParsedDocument(document, parsed.with_diagnostics(text.diagnostics) if text.diagnostics else parsed)


def record_line(parsed: ParsedDocument) -> bytes:
    """Return the parse record of a document as a line of JSON."""
    document = parsed.document
    source = document.text
    return jsonl.encode(
        parse_record(
            parsed.parse,
            source=document.where,
            sha256=source.sha256,
            text_sha256=source.text_sha256,
            encoding=source.encoding,
            removed=source.removed,
        )
    )


def _parse(
    items: Iterable[Input],
    options: ReadOptions,
    parse_one: Callable[[Document], Result],
    executor: Executor | None,
) -> Generator[Result | Unchanged | FormatError, None, None]:
    """Yield what `parse_one`, a function of a module, makes of every document, in order.

    Without an executor, the first documents are parsed in this process, and the rest in processes of its own.
    """
    parse_batch = partial(_parse_batch, parse_one, options)
    remaining, cores, size = iter(items), available_cores(), 0
    if executor is not None:
        yield from _map_batches(executor, parse_batch, remaining, cores)
        return
    for item in remaining:
        yield from parse_batch([item])
        size += _size(item)
        if size >= _WORTH_PROCESSES and cores > 1:
            break
    else:
        return
    with process_pool(cores) as pool:
        yield from _map_batches(pool, parse_batch, remaining, cores)


def _map_batches(
    executor: Executor, parse_batch: Callable[[list[Input]], list[Result]], items: Iterable[Input], cores: int
) -> Iterator[Result]:
    for results in map_in_order(executor, parse_batch, _batches(items), window=2 * cores):
        yield from results


def _batches(items: Iterable[Input]) -> Iterator[list[Input]]:
    batch: list[Input] = []
    size = 0
    for item in items:
        batch.append(item)
        size += _size(item)
        if len(batch) == _BATCH_DOCUMENTS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parse_batch(
    parse_one: Callable[[Document], Result], options: ReadOptions, batch: list[Input]
) -> list[Result | Unchanged | FormatError]:
    results: list[Result | Unchanged | FormatError] = []
    for item in batch:
        if not isinstance(item, RawDocument):
            results.append(item)
            continue
        for found in read_raw_document(item, options):
            results.append(found if isinstance(found, FormatError) else parse_one(found))
    return results


def _parse_with_keys(document: Document) -> ParsedDocument:
    parsed = parse_document(document)
    return parsed._replace(near_duplicate_keys=tuple(near_duplicate_keys(parsed.parse)))


def _parse_to_line(document: Document) -> bytes:
    return record_line(parse_document(document))


def _without_unchanged(items: Iterable[Result | Unchanged | FormatError]) -> Iterator[Result | FormatError]:
    for item in items:
        assert not isinstance(item, Unchanged)
        yield item


def _size(item: Input) -> int:
    if not isinstance(item, RawDocument):
        return 0
    return len(item.content if isinstance(item.content, bytes) else item.content.text)
