"""Finds units by their text, folded: width, case, white space and kinds of quotation mark make no difference."""

from collections.abc import Callable
from typing import NamedTuple

from annotator.corpus.fold import fold_text
from annotator.corpus.identity import UnitKind
from annotator.store import documents
from annotator.workflow.project import Project

_EXCERPT = 60


class Hit(NamedTuple):
    """A unit that holds the words, and what stands around them."""

    unit: str
    kind: UnitKind
    excerpt: str


class Found(NamedTuple):
    """The units found, in queue order, and how many were searched."""

    hits: list[Hit]
    searched: int


def search(
    project: Project, words: str, *, limit: int | None = None, wanted: Callable[[], bool] = lambda: True
) -> Found:
    """Find the clips and commentary lines that hold `words`; stops at `limit`, or when no longer `wanted`."""
    needle = fold_text(words)
    hits: list[Hit] = []
    searched = 0
    if not needle:
        return Found(hits, 0)
    with project.database.reading() as connection:
        for unit in documents.unit_texts(connection):
            if (limit is not None and len(hits) >= limit) or not wanted():
                break
            searched += 1
            if needle in fold_text(unit.text):
                hits.append(Hit(unit.id, unit.kind, _excerpt(unit.text, needle)))
    return Found(hits, searched)


def _excerpt(text: str, needle: str) -> str:
    """Return the line of the text that holds the words, from shortly before them."""
    for line in text.split("\n"):
        folded = fold_text(line)
        at = folded.find(needle)
        if at >= 0:
            start = max(0, min(at, len(line)) - 10)
            return ("…" if start else "") + line[start : start + _EXCERPT]
    return text[:_EXCERPT]
