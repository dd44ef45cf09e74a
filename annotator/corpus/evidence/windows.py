"""Aligns a needle with a text: the most similar window, and the edits between the two.

Both sides are folded text; the score is 1 - Levenshtein distance / longer length.
"""

from math import ceil, floor
from typing import Literal, NamedTuple, cast

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from annotator.corpus.span import Span

# The most characters by which the coarse search misses the ends of a window.
_DRIFT = 12

_score = Levenshtein.normalized_similarity

EditTag = Literal["equal", "delete", "insert", "replace"]
Edit = tuple[EditTag, int, int, int, int]


class Window(NamedTuple):
    """A range of the text and its similarity to the needle."""

    score: float
    span: Span


def best_window(needle: str, text: str, region: Span, threshold: float) -> Window | None:
    """Return the range of `text` within `region` that is most similar to `needle`, if it reaches `threshold`.

    A window of the needle's length is found first; then its ends move as long as that raises the score.
    """
    region_text = region.of(text)
    coarse = coarse_window(needle, region_text, threshold)
    if coarse is None:
        return None
    start, end = coarse
    score = _score(needle, region_text[start:end])
    reach = min(len(needle) // 4 + 2, _DRIFT)
    moved = True
    while moved:
        moved = False
        shortest, longest = _lengths(len(needle), score)
        # Of windows with the same score the shortest is taken.
        for low in range(
            min(end - 1, start + reach, end - shortest), max(0, start - reach, end - longest) - 1, -1
        ):
            better = _score(needle, region_text[low:end], score_cutoff=score)
            if better > score:
                start, score = low, better
        shortest, longest = _lengths(len(needle), score)
        for high in range(
            max(start + 1, end - reach, start + shortest),
            min(len(region_text), end + reach, start + longest) + 1,
        ):
            better = _score(needle, region_text[start:high], score_cutoff=score)
            if better > score:
                end, score, moved = high, better, True
    if score < threshold:
        return None
    return Window(score, Span(region.start + start, region.start + end))


def coarse_window(needle: str, text: str, threshold: float) -> tuple[int, int] | None:
    """Return about where `text` is most similar to `needle`; None where no window of any length reaches `threshold`.

    The search counts the characters of the needle that a window of its length has, in order. A longer window has at
    most one more for each character that it is longer, which gives the least count that is needed.
    """
    found = fuzz.partial_ratio_alignment(needle, text, score_cutoff=100 * (2 - 1 / threshold))
    return None if found is None else (found.dest_start, found.dest_end)


def _lengths(length: int, score: float) -> tuple[int, int]:
    """Return the least and the greatest length of windows that may have a better score for a needle of `length`.

    The distance is at least the difference of the lengths.
    """
    return floor(length * score) + 1, ceil(length / max(score, 0.01)) - 1


def edit_script(before: str, after: str) -> list[Edit]:
    """Return the edits from `before` to `after` as (tag, start, end, start, end), covering both."""
    return cast(list[Edit], Levenshtein.opcodes(before, after).as_list())
