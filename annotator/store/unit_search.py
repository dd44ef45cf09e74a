"""The units that fit a filter and may hold words, in queue order, page by page.

The index proposes, and the columns decide about the filter; about the words whoever asks decides. Of answers and
marks only those of the annotator who asks are looked at.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
)

from annotator.store.facets import facets_of, fits, has_facets, is_told_by_tokens, query_tokens
from annotator.store.search_index import ARRAYS, FTS, ORDINAL_BITS, document_of, number_of
from annotator.store.tables import (
    AddressRow,
    AnnotationRow,
    DocumentRow,
    DoneRow,
    MarkRow,
    UnitRow,
    VersionRow,
    table_of,
)
from annotator.store.values import MatchedUnit, UnitFilter, UnitRef, UnitText

_document, _version, _unit, _mark, _done, _annotation, _address = (
    table_of(model)
    for model in (DocumentRow, VersionRow, UnitRow, MarkRow, DoneRow, AnnotationRow, AddressRow)
)
# Units read at a time: few at first, so that the first results do not wait for the rest.
_FIRST_PAGE, _LAST_PAGE = 64, 2048
_ORDINALS = (1 << ORDINAL_BITS) - 1
_COLUMNS = [
    _unit.c[name] for name in ("id", "kind", "document_id", "ordinal", "queued", "edition", "start", "end")
]
_DATA = [_unit.c[name] for name in ("id", "kind", "document_id", "clip_id", "parent_id", "data")]
_IS_CURRENT = (_document.c.id == _unit.c.document_id) & (_document.c.version_id == _unit.c.version_id)
# A document's text, and the first of its addresses by name.
_TEXT = (
    select(
        _version.c.text,
        select(func.min(_address.c.source)).where(_address.c.document_id == _document.c.id).scalar_subquery(),
    )
    .join_from(_document, _version, _document.c.version_id == _version.c.id)
    .where(_document.c.id == bindparam("number"))
)
# What the index must hold: of each list at least one.
Proposed = Sequence[Sequence[str]]


def matching(
    connection: Connection,
    wanted: UnitFilter,
    *,
    annotator: str,
    grams: Sequence[str] = (),
    after: UnitRef | None = None,
) -> Iterator[MatchedUnit]:
    """Yield the units behind `after` that fit the filter and that the index has under all grams."""
    proposed = [[gram] for gram in grams] + list(query_tokens(wanted))
    if not all(proposed):
        return
    query = _query(connection, proposed, wanted, annotator)
    by_index = bool(proposed) and not _is_own(wanted)
    size = _FIRST_PAGE
    last = (-1, -1) if after is None else (after.document, after.ordinal)
    while rows := connection.execute(_behind(connection, query, last, by_index=by_index).limit(size)).all():
        last = (rows[-1].document_id, rows[-1].ordinal)
        yield from _fitting(connection, wanted, rows)
        size = min(size * 2, _LAST_PAGE)


def with_texts(connection: Connection, found: Iterable[MatchedUnit]) -> Iterator[UnitText]:
    """Yield units with their texts; a document is read once for units that follow each other."""
    for number, group in groupby(found, key=lambda unit: unit.place.document):
        words, source = connection.execute(_TEXT, {"number": number}).one()
        line, counted = 1, 0
        for place, start, end, _ in group:
            line += words.count("\n", counted, start)
            counted = max(counted, start)
            yield UnitText(place, words[start:end], start, line, source or "")


def _query(connection: Connection, proposed: Proposed, wanted: UnitFilter, annotator: str) -> Select[Any]:
    """Return the query for the units that the index proposes and that fit by state, label and kind."""
    query = select(*_COLUMNS, _waits(annotator).label("waits"))
    if not proposed:
        query = query.select_from(_unit).join(_document, _IS_CURRENT)
    elif _is_own(wanted):
        # Her own marks are fewer than what the index proposes, so they lead.
        number = _unit.c.document_id * literal_column(str(1 << ORDINAL_BITS)) + _unit.c.ordinal
        ids, holds = _index(connection, proposed)
        query = (
            query.select_from(_unit).join(_document, _IS_CURRENT).where(number.in_(select(ids).where(holds)))
        )
    else:
        ids, holds = _index(connection, proposed)
        here = (_unit.c.document_id == ids.op(">>")(literal_column(str(ORDINAL_BITS)))) & (
            _unit.c.ordinal == ids.op("&")(literal_column(str(_ORDINALS)))
        )
        query = query.select_from(ids.table).join(_unit, here).join(_document, _IS_CURRENT).where(holds)
    if wanted.kinds is not None:
        query = query.where(_unit.c.kind.in_(wanted.kinds))
    return query.where(*_own(wanted, annotator))


def _index(connection: Connection, proposed: Proposed) -> tuple[Any, ColumnElement[bool]]:
    """Return the index's column of unit numbers, and the condition that a unit is proposed."""
    if connection.dialect.name == "sqlite":
        words = " AND ".join(f"({' OR '.join(_quoted(gram) for gram in either)})" for either in proposed)
        return FTS.c.rowid, literal_column("search").op("MATCH")(words)
    every = [either[0] for either in proposed if len(either) == 1]
    holds = [ARRAYS.c.grams.op("@>")(every)] if every else []
    holds += [ARRAYS.c.grams.op("&&")(list(either)) for either in proposed if len(either) > 1]
    return ARRAYS.c.place, and_(*holds)


def _quoted(gram: str) -> str:
    """Return a gram as FTS5 reads it; a lone character is the beginning of the pairs that begin with it."""
    words = '"' + gram.replace('"', '""') + '"'
    return f"{words} *" if len(gram) == 1 else words


def _is_own(wanted: UnitFilter) -> bool:
    """Tell whether only units that the annotator has worked on are wanted."""
    return wanted.label is not None or wanted.state in ("flagged", "skipped", "stale")


def _own(wanted: UnitFilter, annotator: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the annotator's own answers and marks."""
    if wanted.state == "unanswered":
        yield _waits(annotator)
    if wanted.state == "answered":
        yield _unit.c.queued & _is_done(annotator)
    hers = select(_mark.c.unit_id).where(_mark.c.annotator == annotator)
    if wanted.state == "flagged":
        yield _unit.c.id.in_(hers.where(_mark.c.flagged))
    if wanted.state == "skipped":
        yield _unit.c.id.in_(hers.where(_mark.c.skipped.is_not(None)))
    given = select(_annotation.c.unit_id).where(_annotation.c.annotator == annotator)
    if wanted.state == "stale":
        yield _unit.c.id.in_(given.where(_annotation.c.stale))
    if wanted.label is not None:
        dimension, label = wanted.label
        yield _unit.c.id.in_(given.where(_annotation.c.dimension == dimension, _annotation.c.label == label))


def _waits(annotator: str) -> ColumnElement[bool]:
    """Return the condition that a unit needs an answer of the annotator's."""
    return _unit.c.queued & ~_is_done(annotator)


def _is_done(annotator: str) -> ColumnElement[bool]:
    mine = _done.c.annotator == annotator
    here = (_done.c.document_id == _unit.c.document_id) & (_done.c.unit_id == _unit.c.id)
    return select(_done.c.unit_id).where(mine, here).exists()


def _behind(
    connection: Connection, query: Select[Any], last: tuple[int, int], *, by_index: bool
) -> Select[Any]:
    """Let a query begin behind a unit (document, ordinal), in queue order; where the index leads, by its numbers."""
    if by_index:
        number = FTS.c.rowid if connection.dialect.name == "sqlite" else ARRAYS.c.place
        return query.where(number > number_of(*last)).order_by(number)
    place = tuple_(_unit.c.document_id, _unit.c.ordinal)
    return query.where(place > last).order_by(_unit.c.document_id, _unit.c.ordinal)


def _fitting(connection: Connection, wanted: UnitFilter, rows: Sequence[Row[Any]]) -> Iterator[MatchedUnit]:
    """Yield the units whose facets fit. Of a document with a single text the index holds nothing else."""
    unsure: Sequence[Row[Any]] = ()
    if has_facets(wanted):
        unsure = rows
        if is_told_by_tokens(wanted):
            several = _with_several_texts(connection, {row.document_id for row in rows})
            unsure = [row for row in rows if row.document_id in several]
    unfit = {row.id for row in unsure} - _fitting_ids(connection, wanted, unsure)
    for row in rows:
        if row.id not in unfit:
            yield MatchedUnit(_place(row), row.start, row.end, row.waits)


def _with_several_texts(connection: Connection, numbers: set[int]) -> set[int]:
    """Return those of the documents for which the index may hold an older text too."""
    query = select(_version.c.document_id).where(_version.c.document_id.in_(numbers))
    return set(connection.execute(query.group_by(_version.c.document_id).having(func.count() > 1)).scalars())


def _fitting_ids(connection: Connection, wanted: UnitFilter, rows: Sequence[Row[Any]]) -> set[str]:
    """Return the ids of those units whose facets, read off the columns, fit."""
    if not rows:
        return set()
    numbers = sorted({row.document_id for row in rows})
    ids = {row.id for row in rows}
    found = connection.execute(select(*_DATA).where(_unit.c.id.in_(ids))).mappings().all()
    above = {row[name] for row in found for name in ("clip_id", "parent_id")} - ids - {None}
    others = [*connection.execute(select(*_DATA).where(_unit.c.id.in_(above))).mappings()] if above else []
    if wanted.evidence:
        is_quoted = _unit.c.document_id.in_(numbers) & _unit.c.parent_id.in_(ids)
        others += connection.execute(select(*_DATA).where(is_quoted, _unit.c.id.not_in(ids))).mappings()
    tags: dict[int, Sequence[str]] = {}
    if wanted.tag:
        of_documents = (
            select(_document.c.id, _version.c.document_tags)
            .join_from(_document, _version, _document.c.version_id == _version.c.id)
            .where(_document.c.id.in_(numbers))
        )
        tags = {row.id: row.document_tags for row in connection.execute(of_documents)}
    units = sorted([*found, *others], key=lambda unit: unit["document_id"])
    fitting: set[str] = set()
    for number, group in groupby(units, key=lambda unit: unit["document_id"]):
        held = facets_of(list(group), tags.get(number, ()))
        fitting.update(id_ for id_, facets in held.items() if id_ in ids and fits(wanted, facets))
    return fitting


def at_number(connection: Connection, number: int, *, annotator: str, is_open: bool) -> UnitRef | None:
    """Return the unit with a number; None where there is none, or with `is_open` none that needs an answer."""
    here = (_unit.c.document_id == document_of(number), _unit.c.ordinal == number & _ORDINALS)
    query = select(*_COLUMNS).join(_document, _IS_CURRENT).where(*here)
    if is_open:
        query = query.where(_waits(annotator))
    row = connection.execute(query).first()
    return None if row is None else _place(row)


def units_numbered(connection: Connection, numbers: Sequence[int]) -> frozenset[str]:
    """Return the ids of the units of one document that have these numbers, as its present text has them."""
    if not numbers:
        return frozenset()
    query = select(_unit.c.id, _unit.c.ordinal).join(_document, _IS_CURRENT)
    found = connection.execute(query.where(_unit.c.document_id == document_of(numbers[0])))
    ordinals = {number & _ORDINALS for number in numbers}
    return frozenset(row.id for row in found if row.ordinal in ordinals)


def _place(row: Row[Any]) -> UnitRef:
    return UnitRef(row.id, row.kind, row.document_id, row.ordinal, row.queued, row.edition)
