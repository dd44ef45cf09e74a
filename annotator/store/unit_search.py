"""Finds the units that match a filter and may contain a text, in queue order; stores the filters that annotators save.

Facets, answers and marks are decided here; of a text only the grams, by the text index. Of answers and marks only those
of the annotator who searches are read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    true,
    tuple_,
)

from annotator.store.documents import IS_CURRENT, UNIT_REF, first_source_of
from annotator.store.facets import facet_criteria, rarest, runs_match, unit_matches
from annotator.store.search_index import (
    ARRAYS,
    FTS,
    ORDINAL_BITS,
    document_of,
    ordinal_of,
    queue_number,
    quoted,
)
from annotator.store.tables import (
    AnnotationRow,
    DocumentRow,
    DoneRow,
    MarkRow,
    ProgressRow,
    SavedFilterRow,
    UnitFacetRow,
    UnitRow,
    VersionRow,
    table_of,
)
from annotator.store.types import insert_into
from annotator.store.values import MatchedUnit, UnitFilter, UnitRef, UnitText

_document, _version, _unit, _mark, _done, _progress, _annotation, _facet, _saved = (
    table_of(model)
    for model in (
        DocumentRow,
        VersionRow,
        UnitRow,
        MarkRow,
        DoneRow,
        ProgressRow,
        AnnotationRow,
        UnitFacetRow,
        SavedFilterRow,
    )
)
# Rows that a server sends at a time: few at first, so that the first results do not wait for the rest.
_LARGEST_BUFFER = 2048
_NUMBER: ColumnElement[int] = _unit.c.document_id * literal_column(str(1 << ORDINAL_BITS)) + _unit.c.ordinal
_BITS: ColumnElement[int] = literal_column(str(ORDINAL_BITS))
_ORDINALS: ColumnElement[int] = literal_column(str((1 << ORDINAL_BITS) - 1))
_HAS_OPEN_UNITS: ColumnElement[bool] = _document.c.queued > func.coalesce(_progress.c.done, 0)
# A document's text, and the first of its addresses by name.
_TEXT = (
    select(
        _version.c.text,
        first_source_of(_document.c.id),
    )
    .join_from(_document, _version, _document.c.version_id == _version.c.id)
    .where(_document.c.id == bindparam("number"))
)


def find_units(
    connection: Connection,
    unit_filter: UnitFilter,
    *,
    annotator: str,
    grams: Sequence[str] = (),
    after: UnitRef | None = None,
) -> Iterator[MatchedUnit]:
    """Yield the units behind `after` that match the filter and that the text index has under all grams."""
    columns = [*UNIT_REF, _unit.c.start, _unit.c.end, _open_column(unit_filter, annotator)]
    query = _query(connection, columns, unit_filter, annotator, grams, after)
    for row in _stream(connection, query):
        yield MatchedUnit(UnitRef(*row[:6]), *row[6:])


def find_positions(
    connection: Connection, unit_filter: UnitFilter, *, annotator: str
) -> Iterator[tuple[int, bool, bool]]:
    """Yield the queue numbers of the units that match a filter, and whether each is queued and open."""
    columns = [_NUMBER, _unit.c.queued, _open_column(unit_filter, annotator)]
    return _stream(connection, _query(connection, columns, unit_filter, annotator))


def read_texts(connection: Connection, units: Iterable[MatchedUnit]) -> Iterator[UnitText]:
    """Yield units with their texts; a document is read once for units that follow each other."""
    for number, group in groupby(units, key=lambda unit: unit.unit.document):
        text, source = connection.execute(_TEXT, {"number": number}).one()
        line, counted = 1, 0
        for unit, start, end, _ in group:
            line += text.count("\n", counted, start)
            counted = max(counted, start)
            yield UnitText(unit, text[start:end], start, line, source or "")


def unit_at(connection: Connection, number: int, *, annotator: str, only_open: bool) -> UnitRef | None:
    """Return the unit with a queue number; None where there is none, or with `only_open` none that is open."""
    query = (
        select(*UNIT_REF)
        .join(_document, IS_CURRENT)
        .where(_unit.c.document_id == document_of(number), _unit.c.ordinal == ordinal_of(number))
    )
    row = connection.execute(query.where(is_open(annotator)) if only_open else query).first()
    return None if row is None else UnitRef(*row)


def ids_at(connection: Connection, numbers: Sequence[int]) -> frozenset[str]:
    """Return the ids of the units of one document that have these queue numbers in its current version."""
    if not numbers:
        return frozenset()
    query = select(_unit.c.id, _unit.c.ordinal).join(_document, IS_CURRENT)
    rows = connection.execute(query.where(_unit.c.document_id == document_of(numbers[0])))
    ordinals = set(map(ordinal_of, numbers))
    return frozenset(row.id for row in rows if row.ordinal in ordinals)


def is_open(annotator: str) -> ColumnElement[bool]:
    """Return the condition that the annotator still has to answer a unit."""
    done = (
        select(_done.c.unit_id)
        .where(
            _done.c.annotator == annotator,
            _done.c.document_id == _unit.c.document_id,
            _done.c.unit_id == _unit.c.id,
        )
        .exists()
    )
    return _unit.c.queued & ~done


def open_documents(annotator: str, *, after: int = 0) -> Select[Any]:
    """Return the query for the documents behind `after` in which the annotator still has units to answer."""
    query = select(_document.c.id).select_from(_with_progress(annotator))
    return query.where(_document.c.id > after, _HAS_OPEN_UNITS)


# Saved filters


def save_filter(connection: Connection, annotator: str, name: str, unit_filter: UnitFilter) -> None:
    """Save a filter under a name; an earlier one of the annotator with this name is replaced."""
    criteria = {key: value for key, value in asdict(unit_filter).items() if value is not None}
    row = {"annotator": annotator, "name": name, "criteria": criteria}
    connection.execute(
        insert_into(connection, _saved)
        .values(row)
        .on_conflict_do_update(index_elements=["annotator", "name"], set_={"criteria": criteria})
    )


def delete_filter(connection: Connection, annotator: str, name: str) -> bool:
    """Delete an annotator's filter; False where there is none with this name."""
    mine = (_saved.c.annotator == annotator, _saved.c.name == name)
    return bool(connection.execute(delete(_saved).where(*mine)).rowcount)


def read_filters(connection: Connection, annotator: str) -> dict[str, dict[str, Any]]:
    """Return the criteria of an annotator's filters by name, in order of name."""
    rows = connection.execute(
        select(_saved.c.name, _saved.c.criteria)
        .where(_saved.c.annotator == annotator)
        .order_by(_saved.c.name)
    )
    return {row.name: row.criteria for row in rows}


def _open_column(unit_filter: UnitFilter, annotator: str) -> ColumnElement[bool]:
    """Return whether a matching unit is open; looked up only where the filter does not say so."""
    return true() if unit_filter.state == "unanswered" else is_open(annotator)


def _with_progress(annotator: str) -> FromClause:
    """Return all documents, each with the annotator's progress in it if there is any."""
    own = and_(_progress.c.document_id == _document.c.id, _progress.c.annotator == annotator)
    return _document.outerjoin(_progress, own)


def _stream(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Yield rows as they are read; the whole result is never in memory."""
    options = {"stream_results": True, "max_row_buffer": _LARGEST_BUFFER}
    yield from connection.execute(query.execution_options(**options))


def _query(
    connection: Connection,
    columns: Sequence[ColumnElement[Any]],
    unit_filter: UnitFilter,
    annotator: str,
    grams: Sequence[str] = (),
    after: UnitRef | None = None,
) -> Select[Any]:
    """Return the query for matching units in queue order.

    It reads the first of these that the filter names: the annotator's own work, the text index, the rarest facet, the
    documents that are not wholly done, all units.
    """
    own = list(_own_work(unit_filter, annotator))
    criteria = facet_criteria(unit_filter)
    order: Sequence[ColumnElement[Any]] = (_unit.c.document_id, _unit.c.ordinal)
    conditions = [*own, *([_unit.c.kind.in_(unit_filter.kinds)] if unit_filter.kinds is not None else [])]
    source: FromClause = _unit.join(_document, IS_CURRENT)
    if grams and own:
        indexed, has_grams = _text_index(connection, grams)
        conditions.append(_NUMBER.in_(select(indexed).where(has_grams)))
    elif grams:
        indexed, has_grams = _text_index(connection, grams)
        conditions.append(has_grams)
        at_number = (_unit.c.document_id == indexed.op(">>")(_BITS)) & (
            _unit.c.ordinal == indexed.op("&")(_ORDINALS)
        )
        source, order = indexed.table.join(_unit, at_number).join(_document, IS_CURRENT), (indexed,)
        if after is not None:
            conditions.append(indexed > queue_number(after.document, after.ordinal))
    elif criteria and not own:
        facet = rarest(connection, criteria)
        conditions.append(runs_match(facet, criteria.pop(facet)))
        in_run = (_unit.c.document_id == _facet.c.document_id) & _unit.c.ordinal.between(
            _facet.c.first_ordinal, _facet.c.last_ordinal
        )
        source = _facet.join(_unit, in_run).join(_document, IS_CURRENT)
        order = (_facet.c.document_id, _facet.c.first_ordinal, _unit.c.ordinal)
        if after is not None:
            conditions.append(_facet.c.document_id >= after.document)
    elif unit_filter.state == "unanswered" and not own:
        # Only units of current versions are queued.
        source = _with_progress(annotator).join(_unit, _unit.c.document_id == _document.c.id)
        order = (_document.c.id, _unit.c.ordinal)
        conditions.append(_HAS_OPEN_UNITS)
        if after is not None:
            conditions.append(_document.c.id >= after.document)
    if unit_filter.state == "unanswered":
        conditions.append(is_open(annotator))
    if after is not None:
        conditions.append(tuple_(_unit.c.document_id, _unit.c.ordinal) > (after.document, after.ordinal))
    conditions += [unit_matches(facet, value) for facet, value in criteria.items()]
    return select(*columns).select_from(source).where(*conditions).order_by(*order)


def _own_work(unit_filter: UnitFilter, annotator: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that the annotator has worked on a unit in a way that the filter asks for."""
    done = select(_done.c.unit_id).where(_done.c.annotator == annotator)
    marked = select(_mark.c.unit_id).where(_mark.c.annotator == annotator)
    answered = select(_annotation.c.unit_id).where(_annotation.c.annotator == annotator)
    match unit_filter.state:
        case "answered":
            yield _unit.c.queued & _unit.c.id.in_(done)
        case "flagged":
            yield _unit.c.id.in_(marked.where(_mark.c.flagged))
        case "skipped":
            yield _unit.c.id.in_(marked.where(_mark.c.skipped.is_not(None)))
        case "stale":
            yield _unit.c.id.in_(answered.where(_annotation.c.stale))
    if unit_filter.label is not None:
        dimension, label = unit_filter.label
        yield _unit.c.id.in_(
            answered.where(_annotation.c.dimension == dimension, _annotation.c.label == label)
        )


def _text_index(connection: Connection, grams: Sequence[str]) -> tuple[Any, ColumnElement[bool]]:
    """Return the text index's column of queue numbers, and the condition that a unit has all grams."""
    if connection.dialect.name == "sqlite":
        # A lone character is the prefix of the pairs that begin with it.
        terms = [f"{quoted(gram)} *" if len(gram) == 1 else quoted(gram) for gram in grams]
        return FTS.c.rowid, literal_column("search").op("MATCH")(" ".join(terms))
    return ARRAYS.c.place, ARRAYS.c.grams.op("@>")(list(grams))
