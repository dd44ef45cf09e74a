"""Finds units by their text, folded: width, case, white space and kinds of quotation mark make no difference.

Only an annotator's own answers and marks count in a filter.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from annotator.corpus.fold import fold_text, occurrences
from annotator.corpus.search_bigrams import query_grams
from annotator.corpus.span import Span
from annotator.store import documents
from annotator.store.unit_search import find_units, read_texts
from annotator.store.values import UnitFilter, UnitRef, UnitText
from annotator.workflow.browsing.filters import NO_FILTER, with_kinds
from annotator.workflow.project import Project

# Characters of an excerpt, and how many of them stand before the words.
_EXCERPT, _BEFORE = 120, 12


class Hit(NamedTuple):
    """A unit that holds the words: where, in the document's text, and in which line of it the first of them stands.

    `spans` is empty where no words were asked for.
    """

    place: UnitRef
    text: str
    start: int
    line: int
    source: str
    spans: tuple[Span, ...]


class Excerpt(NamedTuple):
    """One line about a hit; `spans` are where the words stand in it."""

    text: str
    spans: tuple[Span, ...]


def hits(
    project: Project,
    words: str,
    *,
    wanted: UnitFilter = NO_FILTER,
    kana: bool = False,
    after: UnitRef | None = None,
    going_on: Callable[[], bool] = lambda: True,
) -> Iterator[Hit]:
    """Yield the units behind `after` that hold the words and fit the filter, in queue order, while `going_on`.

    With `kana` hiragana and katakana are the same. Without words every unit that fits is a hit.
    """
    if words and not fold_text(words):
        return
    with project.database.reading() as connection:
        found = find_units(
            connection,
            with_kinds(project.codebook, wanted),
            annotator=project.annotator,
            grams=query_grams(words),
            after=after,
        )
        for unit in read_texts(connection, found):
            if not going_on():
                return
            hit = _hit(unit, words, kana=kana)
            if hit is not None:
                yield hit


def count_searched(project: Project, wanted: UnitFilter = NO_FILTER) -> int:
    """Return how many units of the kinds that are wanted there are to search."""
    with project.database.reading() as connection:
        counts = documents.count_units(connection)
    return sum(counts.get(kind, 0) for kind in with_kinds(project.codebook, wanted).kinds or ())


def excerpt(hit: Hit) -> Excerpt:
    """Return the line of a hit's text that holds the words, from shortly before the first of them."""
    text = hit.text
    spans = [Span(span.start - hit.start, span.end - hit.start) for span in hit.spans]
    first = spans[0].start if spans else 0
    top = text.rfind("\n", 0, first) + 1
    end = text.find("\n", first)
    start = first - _BEFORE if first - top > 2 * _BEFORE else top
    stop = min(len(text) if end < 0 else end, start + _EXCERPT)
    lead = "…" if start > top else ""
    shift = len(lead) - start
    inside = (Span(span.start + shift, min(span.end, stop) + shift) for span in spans if span.start < stop)
    return Excerpt(lead + text[start:stop], tuple(inside))


def _hit(unit: UnitText, words: str, *, kana: bool) -> Hit | None:
    spans = occurrences(unit.text, words, kana=kana) if words else []
    if words and not spans:
        return None
    placed = tuple(Span(unit.start + span.start, unit.start + span.end) for span in spans)
    line = unit.line + (unit.text.count("\n", 0, spans[0].start) if spans else 0)
    return Hit(unit.place, unit.text, unit.start, line, unit.source, placed)
