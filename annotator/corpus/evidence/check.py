"""Checks which quoted words really stand in a document's clips.

Equal words go before words that are alike, and the clip that a line stands under before the document's others. A
quotation costs in proportion to its own length: at most a fixed number of places are aligned, and only those
that share enough pairs of characters with it to reach the threshold at all.
"""

from collections.abc import Iterable, Sequence

from annotator.corpus.evidence.bigram_index import COMMON, PairIndex
from annotator.corpus.evidence.clip_index import Haystack, Passage
from annotator.corpus.evidence.diff import differences
from annotator.corpus.evidence.windows import Window, best_window
from annotator.corpus.fold import fold_text
from annotator.corpus.model import Evidence
from annotator.corpus.span import Span

# From this score on words count as altered, below as absent.
ALTERED = 0.80
# Shorter quotations are too easily like something else.
SHORTEST_ALTERED = 8
# Longer ones are looked up whole but not aligned.
LONGEST_ALIGNED = 2000
WINDOWS = 8
# Clips of this length are searched for equal words from end to end, which is faster than by an index.
_SCANNED = 20_000

ABSENT = Evidence("absent")
NO_CLIP = Evidence("no_clip")

# Quoted words, and the id of the clip that their line stands under.
Request = tuple[str, str | None]


def look_up(text: str, clips: Sequence[Passage], requests: Iterable[Request]) -> dict[Request, Evidence]:
    """Return where the words of each request stand in the clips of the document `text`."""
    asked = dict.fromkeys(requests)
    if not clips:
        return dict.fromkeys(asked, NO_CLIP)
    return _Search(text, clips).answers(asked) if asked else {}


class _Search:
    """The lookups of one document; `_found` is filled by one way of looking after the other."""

    def __init__(self, text: str, clips: Sequence[Passage]) -> None:
        self._text = text
        self._clips = clips
        self._numbers = {clip.id: number for number, clip in enumerate(clips)}
        self._hay = Haystack(text, clips)

    def answers(self, requests: Iterable[Request]) -> dict[Request, Evidence]:
        """Return the evidence of each request."""
        found: dict[Request, Evidence] = {}
        open_: list[tuple[Request, str, int | None]] = []
        scanned = len(self._hay.text) <= _SCANNED
        for request in requests:
            words, clip = request
            needle = fold_text(words)
            own = self._numbers.get(clip) if clip else None
            starts = self._scan(needle, own) if scanned else ()
            evidence = self._equal(words, needle, own, starts) if starts else None
            if evidence:
                found[request] = evidence
            elif needle and (len(needle) >= SHORTEST_ALTERED or not scanned):
                open_.append((request, needle, own))
            else:
                found[request] = ABSENT
        if open_:
            index = PairIndex(self._hay.text, (needle for _, needle, _ in open_))
            for request, needle, own in open_:
                words = request[0]
                starts = [] if scanned else index.equal(needle, self._hay.home(own))
                evidence = self._equal(words, needle, own, starts) if starts else None
                found[request] = evidence or self._alike(words, needle, own, index) or ABSENT
        return found

    def _scan(self, needle: str, own: int | None) -> list[int]:
        """Return where the folded words stand exactly; of very many places, those of the own clip first."""
        text = self._hay.text
        if not needle or text.find(needle) < 0:
            return []
        home = self._hay.home(own)
        places: list[int] = []
        for start, end in (home, Span(0, home.start), Span(home.end, len(text))):
            at = text.find(needle, start, end)
            while at >= 0 and len(places) < COMMON:
                places.append(at)
                at = text.find(needle, at + 1, end)
        return places

    def _equal(self, words: str, needle: str, own: int | None, starts: Sequence[int]) -> Evidence | None:
        """Return the best of the places where the folded words begin."""
        starts = self._hay.whole(starts, len(needle))
        if not starts:
            return None
        if len(starts) > COMMON:
            home = self._hay.home(own)
            starts = sorted(starts, key=lambda at: not home.start <= at < home.end)[:COMMON]
        places = [self._hay.place(at, at + len(needle), own) for at in starts]
        best = min(places)
        return Evidence(
            status="recast" if best.narrated else "verbatim",
            clip=self._clips[best.clip].id,
            start=best.start,
            end=best.end,
            score=1.0,
            method="exact" if self._text[best.start : best.end] == words else "folded",
            framing=best.framing,
            alternatives=sum(1 for place in places if place[:2] == best[:2]) - 1,
        )

    def _alike(self, words: str, needle: str, own: int | None, index: PairIndex) -> Evidence | None:
        """Return the place that is most like the words, if one reaches the threshold."""
        if not SHORTEST_ALTERED <= len(needle) <= LONGEST_ALIGNED:
            return None
        found: list[Window] = []
        best = 0.0
        for region, middle, most in index.alike(needle, self._hay.home(own), ALTERED, WINDOWS):
            if most < best:
                break
            stretch = self._hay.within_line(region, middle)
            if stretch.end - stretch.start <= len(needle) // 2:
                continue
            window = best_window(needle, self._hay.text, stretch, ALTERED)
            if window is not None:
                found.append(window)
                best = max(best, window.score)
        if not found:
            return None
        places = {self._hay.place(*window.span, own) for window in found if window.score == best}
        place = min(places)
        return Evidence(
            status="altered",
            clip=self._clips[place.clip].id,
            start=place.start,
            end=place.end,
            score=round(best, 4),
            method="aligned",
            framing=place.framing,
            alternatives=len({each.start for each in places}) - 1,
            diff=differences(self._text[place.start : place.end], words),
        )
