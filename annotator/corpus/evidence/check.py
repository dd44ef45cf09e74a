"""Finds the evidence of quotations: where the clips of a document have their text, exactly or altered.

Exact matches come before similar ones, and the clip that a line is under before the document's others. The cost of a
quotation depends on its own length alone: a fixed number of places is aligned at most, and only those that share enough
bigrams with it to reach the threshold.
"""

from collections.abc import Iterable, Sequence

from annotator.corpus.evidence.bigram_index import BigramIndex
from annotator.corpus.evidence.clip_index import ClipIndex, ClipText
from annotator.corpus.evidence.diff import diff_texts
from annotator.corpus.evidence.windows import Window, best_window
from annotator.corpus.fold import fold_text
from annotator.corpus.model import Evidence
from annotator.corpus.span import Span

# The least score of an altered quotation; below it the quotation is absent.
ALTERED = 0.80
# Shorter quotations are too easily similar to something else.
MIN_ALTERED_LENGTH = 8
# Longer ones are not aligned.
MAX_ALIGNED_LENGTH = 2000
MAX_WINDOWS = 8
# The most exact matches that are compared.
MAX_MATCHES = 64

ABSENT = Evidence("absent")
NO_CLIP = Evidence("no_clip")

# The text of a quotation, and the id of the clip that its line is under.
Query = tuple[str, str | None]


def find_evidence(text: str, clips: Sequence[ClipText], queries: Iterable[Query]) -> dict[Query, Evidence]:
    """Return the evidence of each quotation in the clips of the document `text`."""
    queries = dict.fromkeys(queries)
    if not clips:
        return dict.fromkeys(queries, NO_CLIP)
    return _Search(text, clips, queries).evidence() if queries else {}


class _Search:
    """The search for the quotations of one document."""

    def __init__(self, text: str, clips: Sequence[ClipText], queries: Iterable[Query]) -> None:
        self._text = text
        self._clips = clips
        self._numbers: dict[str | None, int] = {clip.id: number for number, clip in enumerate(clips)}
        self._index = ClipIndex(text, clips)
        self._needles = {query: fold_text(query[0]) for query in queries}
        self._bigrams = BigramIndex(self._index.text, self._needles.values())

    def evidence(self) -> dict[Query, Evidence]:
        """Return the evidence of each query."""
        found = {}
        for query, needle in self._needles.items():
            own = self._numbers.get(query[1])
            found[query] = (
                self._exact(query[0], needle, own) or self._similar(query[0], needle, own) or ABSENT
            )
        return found

    def _exact(self, quotation: str, needle: str, own: int | None) -> Evidence | None:
        """Return the best exact match of the folded quotation."""
        near = self._index.clip_range(own)
        starts = self._bigrams.find_exact(needle, near)
        if starts:
            starts = self._index.at_cluster_bounds(starts, len(needle))
        if not starts:
            return None
        if len(starts) > MAX_MATCHES:
            starts = sorted(starts, key=lambda at: not near.start <= at < near.end)[:MAX_MATCHES]
        matches = [self._index.match(Span(at, at + len(needle)), own) for at in starts]
        best = min(matches)
        return Evidence(
            status="recast" if best.narrated else "verbatim",
            clip=self._clips[best.clip].id,
            start=best.start,
            end=best.end,
            score=1.0,
            method="exact" if self._text[best.start : best.end] == quotation else "folded",
            framing=best.framing,
            alternatives=[match[:2] for match in matches].count(best[:2]) - 1,
        )

    def _similar(self, quotation: str, needle: str, own: int | None) -> Evidence | None:
        """Return the most similar place to the folded quotation, if one reaches the threshold."""
        if not MIN_ALTERED_LENGTH <= len(needle) <= MAX_ALIGNED_LENGTH:
            return None
        windows: list[Window] = []
        best = 0.0
        for region in self._bigrams.find_similar(needle, self._index.clip_range(own), ALTERED, MAX_WINDOWS):
            if region.best_score < best:
                break
            line = self._index.cut_to_line(region.span, region.middle)
            if line.end - line.start <= len(needle) // 2:
                continue
            window = best_window(needle, self._index.text, line, ALTERED)
            if window is not None:
                windows.append(window)
                best = max(best, window.score)
        if not windows:
            return None
        matches = {self._index.match(window.span, own) for window in windows if window.score == best}
        match = min(matches)
        return Evidence(
            status="altered",
            clip=self._clips[match.clip].id,
            start=match.start,
            end=match.end,
            score=round(best, 4),
            method="aligned",
            framing=match.framing,
            alternatives=len({match.start for match in matches}) - 1,
            diff=diff_texts(self._text[match.start : match.end], quotation),
        )
