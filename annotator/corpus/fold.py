"""Folded text: what search, tags, names and quotations are compared on, with a map back to stored positions.

Folding is NFKC, case, white space and the kinds of quotation mark, over clusters (a character and what combines
with it). White space goes, save the line end, so that nothing is found across two lines.
"""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from annotator.corpus.span import Span

# Marks that combine with the character before them, half-width sound marks included.
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\uff9e\uff9f\ufe20-\ufe2f"
_CLUSTER = re.compile(f".[{_COMBINING}]+", re.DOTALL)
_MARKS = str.maketrans(dict.fromkeys("「」『』“”„‟″＂«»〝〞〟", '"') | dict.fromkeys("‘’‚‛′＇｀`´", "'"))


class _FoldTable(dict[int, str]):
    """What each character folds to, worked out when first met; `odd` are those that change the length."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_cluster(character)
        if len(folded) != 1:
            self.odd.add(character)
            self._pattern = None
        self[code] = folded
        return folded

    def odd_pattern(self) -> re.Pattern[str]:
        """Return a pattern of every character met so far whose length changes."""
        if self._pattern is None:
            self._pattern = (
                re.compile("[" + re.escape("".join(sorted(self.odd))) + "]") if self.odd else _NEVER
            )
        return self._pattern


def _fold_cluster(cluster: str) -> str:
    # NFKC takes some quotation marks apart, so they are folded before it as well as after.
    folded = unicodedata.normalize(
        "NFKC", unicodedata.normalize("NFKC", cluster.translate(_MARKS)).casefold()
    )
    return "".join(c for c in folded.translate(_MARKS) if c == "\n" or not c.isspace())


_NEVER = re.compile(r"(?!)")
_TABLE = _FoldTable()


class Folded(NamedTuple):
    """Folded text and the way back.

    `breaks` are (folded position, stored position) where the distance between the two changes; between breaks
    both run in step. Positions within one cluster map to the cluster's ends.
    """

    text: str
    stored_length: int
    folded_at: tuple[int, ...]
    stored_at: tuple[int, ...]

    def stored(self, start: int, end: int) -> Span:
        """Return the stored span of a folded range that is not empty: from cluster to cluster."""
        folded_at, stored_at = self.folded_at, self.stored_at
        first = bisect_right(folded_at, start) - 1
        last = bisect_right(folded_at, end - 1, first) - 1
        stored_start = (
            stored_at[first] if self._is_cluster(first) else stored_at[first] + start - folded_at[first]
        )
        stored_end = (
            stored_at[last + 1] if self._is_cluster(last) else stored_at[last] + end - folded_at[last]
        )
        return Span(stored_start, stored_end)

    def splits(self, position: int) -> bool:
        """Tell whether folded `position` stands inside what one stored cluster became."""
        if not 0 < position < len(self.text):
            return False
        return self.stored(position - 1, position).end > self.stored(position, position + 1).start

    def _is_cluster(self, here: int) -> bool:
        """Tell whether the run from break `here` is one cluster whose length changed, and not a run in step."""
        if here + 1 == len(self.folded_at):
            return False
        folded = self.folded_at[here + 1] - self.folded_at[here]
        return folded != self.stored_at[here + 1] - self.stored_at[here]


def fold(text: str) -> Folded:
    """Fold `text`, in time linear in its length."""
    folded = text.translate(_TABLE)
    clusters = [match.span() for match in _CLUSTER.finditer(text)]
    if clusters:
        return _fold_with_clusters(text, clusters)
    folded_at, stored_at = [0], [0]
    shift = 0
    for match in _TABLE.odd_pattern().finditer(text):
        start = match.start()
        _add_break(folded_at, stored_at, start + shift, start)
        shift += len(_TABLE[ord(match.group())]) - 1
        _add_break(folded_at, stored_at, start + 1 + shift, start + 1)
    return Folded(folded, len(text), tuple(folded_at), tuple(stored_at))


def _fold_with_clusters(text: str, clusters: list[tuple[int, int]]) -> Folded:
    """Fold a text that holds combining marks: each cluster by itself, the runs between them as they are."""
    pieces: list[str] = []
    folded_at, stored_at = [0], [0]
    position = last = 0
    for start, end in _with_odd_singles(text, clusters):
        run = text[last:start].translate(_TABLE)
        cluster = _fold_cluster(text[start:end])
        pieces += (run, cluster)
        position += len(run)
        _add_break(folded_at, stored_at, position, start)
        position += len(cluster)
        _add_break(folded_at, stored_at, position, end)
        last = end
    pieces.append(text[last:].translate(_TABLE))
    return Folded("".join(pieces), len(text), tuple(folded_at), tuple(stored_at))


def fold_text(text: str) -> str:
    """Fold `text` where the way back is not needed."""
    if _CLUSTER.search(text):
        return fold(text).text
    return text.translate(_TABLE)


def _add_break(folded_at: list[int], stored_at: list[int], folded: int, stored: int) -> None:
    if folded_at[-1] == folded and stored_at[-1] == stored:
        return
    folded_at.append(folded)
    stored_at.append(stored)


def _with_odd_singles(text: str, clusters: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the clusters and the single characters outside them whose folding has another length, in order."""
    covered = {position for start, end in clusters for position in range(start, end)}
    singles = (match.span() for match in _TABLE.odd_pattern().finditer(text))
    return sorted(clusters + [single for single in singles if single[0] not in covered])
