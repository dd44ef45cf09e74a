"""How the text of a clip becomes that of a quotation: the diff in stored text, and the kinds of change in it.

Text that is equal after folding counts as equal; no part begins or ends inside a cluster of the stored text.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from annotator.corpus.evidence.windows import Edit, EditTag, edit_script
from annotator.corpus.fold import Folded, fold, fold_text
from annotator.corpus.model import Change, DiffPart

# A negation is a word; a longer part with one in it is an omitted or added clause.
_MAX_NEGATION_LENGTH = 8
_ELLIPSIS = re.compile(r"…+|[.・。]{2,}|[〜~]+")
_PUNCTUATION = re.compile(r"[^\w]*")
_PARTICLES = re.compile(
    "(?:から|まで|より|って|など|だけ|しか|ばかり|ほど|こそ|さえ|[はがをにでとものへや])(?:は|も|の|が|を)?"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[百千万億兆]*|[〇一二三四五六七八九十百千万億兆]+")
_NEGATION = re.compile(
    "な(?:い|かっ|く|けれ)|ません|ざる|(?<![まはわ必先])ず(?!つ)|まい(?!る)|[不非無未否](?=[一-鿿])|拒|禁"
)


def diff_texts(clip: str, quotation: str) -> tuple[DiffPart, ...]:
    """Return how the clip's text becomes the quotation's."""
    clip_folded, quotation_folded = fold(clip), fold(quotation)
    parts: list[DiffPart] = []
    script = edit_script(clip_folded.text, quotation_folded.text)
    for tag, a0, a1, b0, b1 in _at_cluster_bounds(script, clip_folded, quotation_folded):
        if tag == "delete":
            parts.append((tag, clip_folded.stored(a0, a1).of(clip)))
            continue
        new = quotation_folded.stored(b0, b1).of(quotation)
        if tag == "replace":
            parts.append((tag, clip_folded.stored(a0, a1).of(clip), new))
        else:
            parts.append((tag, new))
    return tuple(parts)


def _at_cluster_bounds(script: list[Edit], clip: Folded, quotation: Folded) -> list[Edit]:
    """Return the edits joined such that none ends inside what one stored cluster became, on either side."""
    if not any(clip.splits(a1) or quotation.splits(b1) for _, _, a1, _, b1 in script):
        return script
    joined: list[Edit] = []
    begun: tuple[int, int] | None = None
    for _, a0, a1, b0, b1 in _single_steps(script):
        a0, b0 = begun or (a0, b0)
        if clip.splits(a1) or quotation.splits(b1):
            begun = (a0, b0)
            continue
        begun = None
        tag: EditTag = "equal" if clip.text[a0:a1] == quotation.text[b0:b1] else "replace"
        if tag == "replace" and (a0 == a1 or b0 == b1):
            tag = "insert" if a0 == a1 else "delete"
        if joined and joined[-1][0] == tag == "equal":
            _, a0, _, b0, _ = joined.pop()
        joined.append((tag, a0, a1, b0, b1))
    return joined


def _single_steps(script: list[Edit]) -> Iterator[Edit]:
    """Yield the edits, equal ones character by character."""
    for tag, a0, a1, b0, b1 in script:
        if tag == "equal":
            yield from ((tag, a0 + at, a0 + at + 1, b0 + at, b0 + at + 1) for at in range(a1 - a0))
        else:
            yield tag, a0, a1, b0, b1


def classify_changes(diff: Sequence[DiffPart]) -> tuple[Change, ...]:
    """Return the kinds of the changed runs of a diff, each once, in order of occurrence.

    A run has exactly one kind, the first of `Change` that fits it.
    """
    return tuple(dict.fromkeys(_kind(clip, quotation) for clip, quotation in _changed_runs(diff)))


class _Side(NamedTuple):
    """One side of a changed run: the range of the run in the folded text of that side."""

    whole: str
    start: int
    end: int

    @property
    def part(self) -> str:
        return self.whole[self.start : self.end]

    def touching(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the matches that extend into the run, or to its position where it is empty."""
        reach = 0 if self.end > self.start else 1
        return [
            match.group()
            for match in pattern.finditer(self.whole)
            if match.start() < self.end + reach and match.end() > self.start - reach
        ]


def _changed_runs(diff: Sequence[DiffPart]) -> Iterator[tuple[_Side, _Side]]:
    """Yield each run of changed parts as a range of the clip's text and one of the quotation's."""
    runs = [(equal, list(parts)) for equal, parts in groupby(diff, lambda part: part[0] == "equal")]
    clip = ["".join("" if part[0] == "insert" else part[1] for part in parts) for _, parts in runs]
    quotation = ["".join("" if part[0] == "delete" else part[-1] for part in parts) for _, parts in runs]
    for (equal, _), clip_side, quotation_side in zip(runs, _sides(clip), _sides(quotation), strict=True):
        if not equal:
            yield clip_side, quotation_side


def _sides(parts: Sequence[str]) -> Iterator[_Side]:
    """Yield each part, folded, as a range of all of them joined."""
    folded = [fold_text(part) for part in parts]
    whole = "".join(folded)
    start = 0
    for part in folded:
        yield _Side(whole, start, start + len(part))
        start += len(part)


def _kind(clip: _Side, quotation: _Side) -> Change:
    """Return the kind of change from the run in `clip` to that in `quotation`."""
    if _ELLIPSIS.fullmatch(quotation.part):
        return "ellipsis"
    if _PUNCTUATION.fullmatch(clip.part + quotation.part):
        return "punctuation"
    numbers = clip.touching(_NUMBER), quotation.touching(_NUMBER)
    if all(numbers) and numbers[0] != numbers[1]:
        return "number"
    if max(len(clip.part), len(quotation.part)) <= _MAX_NEGATION_LENGTH and (
        bool(clip.touching(_NEGATION)) != bool(quotation.touching(_NEGATION))
    ):
        return "negation"
    if all(_PARTICLES.fullmatch(side.part) for side in (clip, quotation) if side.part):
        return "particle"
    if not quotation.part:
        return "omission"
    return "substitution" if clip.part else "addition"
