"""Folded text: what search, tags, names and quotations are compared on, with a map back to stored positions.

Folding is NFKC, case, white space and the kinds of quotation mark, over clusters (a character and what combines
with it). White space goes, save the line end, so that nothing is found across two lines.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from annotator.corpus.span import Span

# Marks that combine with the character before them, half-width sound marks included.
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\uff9e\uff9f\ufe20-\ufe2f"
_COMBINING_SIGN = re.compile(f"[{_COMBINING}]")
# What folds to itself; nearly all of Japanese prose.
_PLAIN = "a-z0-9\\nぁ-ゖァ-ヺー一-鿿々、。・.,:;/%!?_@#=+*&$()\"'\\-"
# The marks that stand in nearly every line; they are replaced all at once, one character for one.
_BRACKETS = "「」『』"
_SINGLE = re.compile(f"[^{_PLAIN}]")
# A cluster is cut after more marks than any script writes: normalising sorts them, at a cost beyond linear.
_CLUSTER_OR_SINGLE = re.compile(f"(?s:.)[{_COMBINING}]{{1,64}}|[^{_PLAIN}]")
# Katakana to hiragana, iteration marks included; one character for one, so positions stay.
KANA = str.maketrans({chr(code): chr(code - 0x60) for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)})
_MARKS = str.maketrans(dict.fromkeys("「」『』“”„‟″＂«»〝〞〟", '"') | dict.fromkeys("‘’‚‛′＇｀`´", "'"))


class _Folds(dict[str, str]):
    """What each single character folds to, worked out when first met."""

    def __missing__(self, character: str) -> str:
        folded = _fold_cluster(character)
        if len(character) == 1:
            self[character] = folded
        return folded


def _fold_cluster(cluster: str) -> str:
    # NFKC takes some quotation marks apart, so they are folded before it as well as after.
    folded = unicodedata.normalize(
        "NFKC", unicodedata.normalize("NFKC", cluster.translate(_MARKS)).casefold()
    )
    return "".join(c for c in folded.translate(_MARKS) if c == "\n" or not c.isspace())


_FOLDS = _Folds()


class Folded(NamedTuple):
    """Folded text and the way back.

    `breaks` are (folded position, stored position) where the distance between the two changes; between breaks
    both run in step. Positions within one cluster map to the cluster's ends.
    """

    text: str
    folded_at: tuple[int, ...]
    stored_at: tuple[int, ...]
    expands: bool = False
    """Whether any cluster became more than one character."""
    even: frozenset[int] = frozenset()
    """The folded positions of clusters that became as many characters as they were."""

    def stored(self, start: int, end: int) -> Span:
        """Return the stored span of a folded range that is not empty: from cluster to cluster."""
        folded_at, stored_at = self.folded_at, self.stored_at
        if len(folded_at) == 1:
            return Span(start, end)
        first = bisect_right(folded_at, start) - 1
        last = bisect_right(folded_at, end - 1, first) - 1
        if first == last and not self._is_cluster(first):
            shift = stored_at[first] - folded_at[first]
            return Span(start + shift, end + shift)
        stored_start = (
            stored_at[first] if self._is_cluster(first) else stored_at[first] + start - folded_at[first]
        )
        stored_end = (
            stored_at[last + 1] if self._is_cluster(last) else stored_at[last] + end - folded_at[last]
        )
        return Span(stored_start, stored_end)

    def stored_words(self, stored: str, start: int, end: int) -> str:
        """Return what a folded range is in the text that was folded."""
        if start == end:
            return ""
        return stored[start:end] if len(self.folded_at) == 1 else self.stored(start, end).of(stored)

    def splits(self, position: int) -> bool:
        """Tell whether folded `position` stands inside what one stored cluster became."""
        if not self.expands or not 0 < position < len(self.text):
            return False
        return self.stored(position - 1, position).end > self.stored(position, position + 1).start

    def _is_cluster(self, here: int) -> bool:
        """Tell whether the run from break `here` is one cluster, and not a run in step."""
        if here + 1 == len(self.folded_at):
            return False
        start = self.folded_at[here]
        folded = self.folded_at[here + 1] - start
        return folded != self.stored_at[here + 1] - self.stored_at[here] or start in self.even


def fold(text: str) -> Folded:
    """Fold `text`, in time linear in its length."""
    if not _SINGLE.search(text):
        return Folded(text, (0,), (0,))
    for bracket in _BRACKETS:
        text = text.replace(bracket, '"')
    pieces: list[str] = []
    folded_at, stored_at = [0], [0]
    last = shift = 0
    expands = False
    even: set[int] = set()
    for match in _changing(text):
        cluster = match.group()
        folded = _FOLDS[cluster]
        start, end = match.span()
        pieces += (text[last:start], folded)
        last = end
        if len(cluster) > 1 or len(folded) != 1:
            if len(folded) == len(cluster):
                even.add(start + shift)
            _add_break(folded_at, stored_at, start + shift, start)
            shift += len(folded) - (end - start)
            expands = expands or len(folded) > 1
            _add_break(folded_at, stored_at, end + shift, end)
    pieces.append(text[last:])
    return Folded("".join(pieces), tuple(folded_at), tuple(stored_at), expands, frozenset(even))


def fold_text(text: str) -> str:
    """Fold `text` where the way back is not needed."""
    return fold(text).text if _SINGLE.search(text) else text


def fold_kana(folded: str) -> str:
    """Return folded text with katakana as hiragana, character for character."""
    return folded.translate(KANA)


def occurrences(text: str, words: str, *, kana: bool = False) -> list[Span]:
    """Return where folded words stand in a text, as stored spans in order; with `kana` in either kind of kana.

    Spans begin and end with clusters and do not overlap.
    """
    needle = fold_text(words)
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


def _changing(text: str) -> Iterator[re.Match[str]]:
    """Return the clusters and single characters that may fold to something else, in order."""
    return (_CLUSTER_OR_SINGLE if _COMBINING_SIGN.search(text) else _SINGLE).finditer(text)


def _add_break(folded_at: list[int], stored_at: list[int], folded: int, stored: int) -> None:
    if folded_at[-1] == folded and stored_at[-1] == stored:
        return
    folded_at.append(folded)
    stored_at.append(stored)
