"""Folds text: search, tags, names and quotations are compared on folded text, with a map back to stored positions.

Folding is NFKC, case, white space and kinds of quotation mark, cluster by cluster (a character and the marks that
combine with it). White space is removed, except for line ends, so that no match crosses two lines.
"""

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from annotator.corpus.span import Span

# Marks that combine with the character before them, half-width sound marks included.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\uff9e\uff9f\ufe20-\ufe2f"
_MARK = re.compile(f"[{_MARKS}]")
# Characters that fold to themselves; nearly all of Japanese prose.
_UNCHANGED = "a-z0-9\\nぁ-ゖァ-ヺー一-鿿々、。・.,:;/%!?_@#=+*&$()\"'\\-"
# All other characters, with the marks behind them. A cluster is cut after more marks than any script has, since
# normalising sorts them in more than linear time.
_CHANGING = re.compile(f"[^{_UNCHANGED}][{_MARKS}]{{0,64}}")
# The most frequent quotation marks are replaced all at once, one character for one.
_BRACKETS = "「」『』"
_QUOTATION_MARKS = str.maketrans(
    dict.fromkeys("「」『』“”„‟″＂«»〝〞〟", '"') | dict.fromkeys("‘’‚‛′＇｀`´", "'")
)
# Katakana to hiragana, iteration marks included; one character for one, so positions stay.
KANA = str.maketrans({chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)})


class Cluster(NamedTuple):
    """A cluster that was not folded from one character to one: its range in the folded and in the stored text."""

    folded_start: int
    folded_end: int
    start: int
    end: int


class Folded(NamedTuple):
    """Folded text, and the clusters by which its positions differ from the stored ones."""

    text: str
    clusters: tuple[Cluster, ...]

    def stored(self, start: int, end: int) -> Span:
        """Return the stored span of a folded range that is not empty; it begins and ends with clusters."""
        return Span(self._stored_start(start), self._stored_end(end))

    def splits(self, position: int) -> bool:
        """Tell whether a folded position is inside what one stored cluster became."""
        cluster = self._last_before(position)
        return cluster is not None and position < cluster.folded_end

    def _stored_start(self, position: int) -> int:
        number = bisect_right(self.clusters, (position, sys.maxsize))
        if not number:
            return position
        cluster = self.clusters[number - 1]
        if position < cluster.folded_end:
            return cluster.start
        return cluster.end + position - cluster.folded_end

    def _stored_end(self, position: int) -> int:
        cluster = self._last_before(position)
        return position if cluster is None else cluster.end + max(0, position - cluster.folded_end)

    def _last_before(self, position: int) -> Cluster | None:
        """Return the last cluster that begins before a folded position."""
        number = bisect_left(self.clusters, (position,))
        return self.clusters[number - 1] if number else None


def fold(text: str) -> Folded:
    """Fold `text`, in time linear in its length."""
    for bracket in _BRACKETS:
        text = text.replace(bracket, '"')
    pieces: list[str] = []
    clusters: list[Cluster] = []
    last = shift = 0
    for match in _CHANGING.finditer(text):
        start, end = match.span()
        if start > last and _MARK.match(text, start):
            start -= 1
        folded = _fold_cluster(text[start:end])
        pieces += (text[last:start], folded)
        last = end
        if end - start > 1 or len(folded) != 1:
            clusters.append(Cluster(start + shift, start + shift + len(folded), start, end))
            shift += len(folded) - (end - start)
    pieces.append(text[last:])
    return Folded("".join(pieces), tuple(clusters))


@lru_cache(maxsize=1 << 16)
def _fold_cluster(cluster: str) -> str:
    # NFKC decomposes some quotation marks, so they are replaced before it as well as after.
    folded = unicodedata.normalize("NFKC", cluster.translate(_QUOTATION_MARKS))
    folded = unicodedata.normalize("NFKC", folded.casefold()).translate(_QUOTATION_MARKS)
    return "".join(c for c in folded if c == "\n" or not c.isspace())


def fold_text(text: str) -> str:
    """Fold `text` where the way back is not needed."""
    return fold(text).text


def fold_kana(folded: str) -> str:
    """Return folded text with katakana as hiragana, character for character."""
    return folded.translate(KANA)


def occurrences(text: str, needle: str, *, kana: bool = False) -> list[Span]:
    """Return where a text has a needle, folded, as stored spans in order; with `kana` in either kind of kana.

    Spans begin and end with clusters and do not overlap.
    """
    needle = fold_text(needle)
    folded = fold(text)
    searched = folded.text
    if kana:
        needle, searched = fold_kana(needle), fold_kana(searched)
    spans: list[Span] = []
    at = searched.find(needle) if needle else -1
    while at >= 0:
        span = folded.stored(at, at + len(needle))
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
        at = searched.find(needle, at + len(needle))
    return spans
