"""Finds units by their text and a filter, and the near duplicates of a unit.

Texts are compared folded: width, case, white space and kinds of quotation mark make no difference. Filters read only
the annotator's own answers and marks; of a near duplicate an annotator sees whether she has done it.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from annotator.corpus.fold import fold_text, occurrences
from annotator.corpus.search_bigrams import query_grams
from annotator.corpus.span import Span
from annotator.store import documents, near_duplicates
from annotator.store.unit_search import find_units, read_texts
from annotator.store.values import NearDuplicate, UnitFilter, UnitRef, UnitText
from annotator.workflow.browsing.filters import NO_FILTER, with_default_kinds
from annotator.workflow.project import Project

# Characters of an excerpt, and how many of them come before the match.
_EXCERPT, _CONTEXT = 120, 12


class Hit(NamedTuple):
    """A unit that contains the text that was searched for.

    `start` and `spans` are positions in the document's text; `spans` is empty where no text was searched for. `line` is
    that of the first match, else the unit's first.
    """

    unit: UnitRef
    text: str
    start: int
    line: int
    source: str
    spans: tuple[Span, ...]


class Excerpt(NamedTuple):
    """One line about a hit, and the spans of the matches in it."""

    text: str
    spans: tuple[Span, ...]


def search_units(
    project: Project,
    text: str,
    *,
    unit_filter: UnitFilter = NO_FILTER,
    kana: bool = False,
    after: UnitRef | None = None,
    should_continue: Callable[[], bool] = lambda: True,
) -> Iterator[Hit]:
    """Yield the units behind `after` that contain a text and match the filter, in queue order.

    With `kana` hiragana and katakana are equal. For an empty text every unit that matches the filter is a hit.
    """
    if text and not fold_text(text):
        return
    with project.database.reading() as connection:
        found = find_units(
            connection,
            with_default_kinds(project.codebook, unit_filter),
            annotator=project.annotator,
            grams=query_grams(text),
            after=after,
        )
        for unit in read_texts(connection, found):
            if not should_continue():
                return
            hit = _hit(unit, text, kana=kana)
            if hit is not None:
                yield hit


def count_searchable(project: Project, unit_filter: UnitFilter = NO_FILTER) -> int:
    """Return how many units there are of the kinds that a filter asks for."""
    with project.database.reading() as connection:
        counts = documents.count_units(connection)
    return sum(counts.get(kind, 0) for kind in with_default_kinds(project.codebook, unit_filter).kinds or ())


def excerpt(hit: Hit) -> Excerpt:
    """Return the line of a hit's text with the first match, from shortly before the match."""
    text = hit.text
    spans = [Span(span.start - hit.start, span.end - hit.start) for span in hit.spans]
    match = spans[0].start if spans else 0
    line_start = text.rfind("\n", 0, match) + 1
    line_end = text.find("\n", match)
    start = match - _CONTEXT if match - line_start > 2 * _CONTEXT else line_start
    end = min(len(text) if line_end < 0 else line_end, start + _EXCERPT)
    ellipsis = "…" if start > line_start else ""
    shift = len(ellipsis) - start
    shown = (Span(span.start + shift, min(span.end, end) + shift) for span in spans if span.start < end)
    return Excerpt(ellipsis + text[start:end], tuple(shown))


# Near duplicates


def near_duplicates_of(project: Project, unit_id: str, *, limit: int) -> list[NearDuplicate]:
    """Return the near duplicates of a unit: those behind it in the queue, then those before it."""
    with project.database.reading() as connection:
        return near_duplicates.near_duplicates_of(
            connection, unit_id, annotator=project.annotator, limit=limit
        )


def near_duplicate_groups(project: Project) -> Iterator[tuple[str, str]]:
    """Yield each clip and line with the id of its group; a split dataset keeps a group in one part."""
    with project.database.reading() as connection:
        yield from near_duplicates.group_ids(connection)


def _hit(found: UnitText, text: str, *, kana: bool) -> Hit | None:
    spans = occurrences(found.text, text, kana=kana) if text else []
    if text and not spans:
        return None
    in_document = tuple(Span(found.start + span.start, found.start + span.end) for span in spans)
    line = found.line + (found.text.count("\n", 0, spans[0].start) if spans else 0)
    return Hit(found.unit, found.text, found.start, line, found.source, in_document)
