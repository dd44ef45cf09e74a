"""How quoted words were altered: what each run of changed parts of a difference does to the words of the clip.

A run has exactly one kind, the first of `Change` that fits it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from annotator.corpus.fold import fold_text
from annotator.corpus.model import Change, DiffPart

# A negation is a word; a part that is longer than a word and holds one is a clause left out or added.
_LONGEST_WORD = 8
_ELLIPSIS = re.compile(r"…+|[.・。]{2,}|[〜~]+")
_PUNCTUATION = re.compile(r"[^\w]*")
_PARTICLES = re.compile(
    "(?:から|まで|より|って|など|だけ|しか|ばかり|ほど|こそ|さえ|[はがをにでとものへや])(?:は|も|の|が|を)?"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[百千万億兆]*|[〇一二三四五六七八九十百千万億兆]+")
_NEGATION = re.compile(
    "な(?:い|かっ|く|けれ)|ません|ざる|(?<![まはわ必先])ず(?!つ)|まい(?!る)|[不非無未否](?=[一-鿿])|拒|禁"
)


class _Side(NamedTuple):
    """One side of a difference, folded: its whole text and the range of one part."""

    whole: str
    start: int
    end: int

    @property
    def part(self) -> str:
        return self.whole[self.start : self.end]

    def touching(self, pattern: re.Pattern[str]) -> list[str]:
        """Return what matches and reaches into the part, or to where an empty part stands."""
        reach = 0 if self.end > self.start else 1
        return [
            match.group()
            for match in pattern.finditer(self.whole)
            if match.start() < self.end + reach and match.end() > self.start - reach
        ]


def changes(diff: Sequence[DiffPart]) -> tuple[Change, ...]:
    """Return the kinds of the changed runs of a difference, each once, in the order in which they come."""
    return tuple(dict.fromkeys(_kind(clip, quotation) for clip, quotation in _sides(diff)))


def _sides(diff: Sequence[DiffPart]) -> Iterator[tuple[_Side, _Side]]:
    """Yield each run of changed parts as it stands in the clip's words and in the quotation's."""
    runs = [(equal, list(parts)) for equal, parts in groupby(diff, lambda part: part[0] == "equal")]
    clip = ["".join("" if part[0] == "insert" else part[1] for part in parts) for _, parts in runs]
    quotation = ["".join("" if part[0] == "delete" else part[-1] for part in parts) for _, parts in runs]
    for (equal, _), one, other in zip(runs, _ranges(clip), _ranges(quotation), strict=True):
        if not equal:
            yield one, other


def _ranges(parts: Sequence[str]) -> Iterator[_Side]:
    """Yield each part, folded, as a range of them all."""
    folded = [fold_text(part) for part in parts]
    whole = "".join(folded)
    start = 0
    for part in folded:
        yield _Side(whole, start, start + len(part))
        start += len(part)


def _kind(clip: _Side, quotation: _Side) -> Change:
    """Return what turning the words of `clip` into those of `quotation` does."""
    if _ELLIPSIS.fullmatch(quotation.part):
        return "ellipsis"
    if _PUNCTUATION.fullmatch(clip.part + quotation.part):
        return "punctuation"
    numbers = clip.touching(_NUMBER), quotation.touching(_NUMBER)
    if all(numbers) and numbers[0] != numbers[1]:
        return "number"
    if max(len(clip.part), len(quotation.part)) <= _LONGEST_WORD and (
        bool(clip.touching(_NEGATION)) != bool(quotation.touching(_NEGATION))
    ):
        return "negation"
    if all(_PARTICLES.fullmatch(side.part) for side in (clip, quotation) if side.part):
        return "particle"
    if not quotation.part:
        return "omission"
    return "substitution" if clip.part else "addition"
