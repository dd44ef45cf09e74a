"""The stretch of a text that is most like some words, and the edits between the two.

Both sides are folded text; the score is 1 - Levenshtein distance / longer length.
"""

from math import ceil, floor
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from annotator.corpus.span import Span

# The coarse search misses the ends of a window by a few characters.
_DRIFT = 12

_score = Levenshtein.normalized_similarity

EditTag = Literal["equal", "delete", "insert", "replace"]
Edit = tuple[EditTag, int, int, int, int]


class Window(NamedTuple):
    """A stretch of the text and how like the words it is."""

    score: float
    span: Span


def best_window(words: str, text: str, region: Span, threshold: float) -> Window | None:
    """Return the stretch of `text` within `region` that is most like `words`, if it reaches `threshold`.

    A window of the words' own length is found first; then its ends move as long as that raises the score.
    """
    stretch = region.of(text)
    coarse = coarse_window(words, stretch, threshold)
    if coarse is None:
        return None
    start, end = coarse
    score = _score(words, stretch[start:end])
    reach = min(len(words) // 4 + 2, _DRIFT)
    moved = True
    while moved:
        moved = False
        shortest, longest = _lengths(len(words), score)
        # Of windows of one score the shortest is taken.
        for low in range(
            min(end - 1, start + reach, end - shortest), max(0, start - reach, end - longest) - 1, -1
        ):
            better = _score(words, stretch[low:end], score_cutoff=score)
            if better > score:
                start, score = low, better
        shortest, longest = _lengths(len(words), score)
        for high in range(
            max(start + 1, end - reach, start + shortest),
            min(len(stretch), end + reach, start + longest) + 1,
        ):
            better = _score(words, stretch[start:high], score_cutoff=score)
            if better > score:
                end, score, moved = high, better, True
    if score < threshold:
        return None
    return Window(score, Span(region.start + start, region.start + end))


def coarse_window(words: str, stretch: str, threshold: float) -> tuple[int, int] | None:
    """Return about where `stretch` is most like `words`; None where no window of any length reaches `threshold`.

    The search measures how many characters of the words stand in a window of their own length, in order. A longer
    window holds one more for each character that it is longer, at most; that gives the least that need stand there.
    """
    found = fuzz.partial_ratio_alignment(words, stretch, score_cutoff=100 * (2 - 1 / threshold))
    return None if found is None else (found.dest_start, found.dest_end)


def _lengths(length: int, score: float) -> tuple[int, int]:
    """Return the least and the greatest length of what may be more like words of `length` than `score` says.

    The distance is at least the difference of the lengths.
    """
    return floor(length * score) + 1, ceil(length / max(score, 0.01)) - 1


def edit_script(before: str, after: str) -> list[Edit]:
    """Return the edits from `before` to `after` as (tag, start, end, start, end), covering both."""
    return cast(list[Edit], Levenshtein.opcodes(before, after).as_list())
