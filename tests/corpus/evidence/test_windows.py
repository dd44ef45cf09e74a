"""The best window against all windows, on short strings."""

from functools import cache
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from annotator.corpus.evidence.windows import Window, best_window, coarse_window, edit_script
from annotator.corpus.span import Span

THRESHOLD = 0.8
ALPHABET = "海港灯火船員氷雪鉄道のはがを、。"


def brute_force(words: str, text: str) -> float:
    """Return the highest score of any stretch of `text`."""
    ends = ((low, high) for low in range(len(text)) for high in range(low + 1, len(text) + 1))
    return max((Levenshtein.normalized_similarity(words, text[low:high]) for low, high in ends), default=0.0)


def altered(words: str, edits: int, random: Random) -> str:
    for _ in range(edits):
        at = random.randrange(len(words))
        new = random.choice(ALPHABET)
        words = words[:at] + random.choice(("", new, new + words[at])) + words[at + 1 :]
    return words


@cache
def sample() -> tuple[tuple[str, str, Window | None, float], ...]:
    """Altered pieces of short texts, with the window found and the highest score there is."""
    random = Random(20231107)
    found = []
    for _ in range(250):
        text = "".join(random.choices(ALPHABET, k=random.randint(12, 44)))
        length = random.randint(8, min(24, len(text)))
        start = random.randint(0, len(text) - length)
        words = altered(text[start : start + length], random.randint(0, length // 4), random)
        window = best_window(words, text, Span(0, len(text)), THRESHOLD)
        found.append((words, text, window, brute_force(words, text)))
    return tuple(found)


def test_nearly_all_answers_are_the_best_there_is() -> None:
    reachable = [(window, best) for _, _, window, best in sample() if best >= THRESHOLD]
    optimal = [window for window, best in reachable if window and window.score == pytest.approx(best)]
    assert len(reachable) > 150
    assert len(optimal) / len(reachable) >= 0.95


def test_no_answer_is_below_the_threshold_or_above_the_best() -> None:
    assert all(THRESHOLD <= window.score <= best + 1e-9 for _, _, window, best in sample() if window)


def test_score_is_that_of_the_window() -> None:
    for words, text, window, _ in sample():
        if window:
            assert window.score == pytest.approx(
                Levenshtein.normalized_similarity(words, window.span.of(text))
            )


@given(
    st.integers(8, 14),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 3)), max_size=2),
    st.text("海港灯火氷", max_size=4),
)
@example(8, [(4, 2)], "")
@example(12, [(5, 3)], "海")
def test_coarse_search_passes_no_window_over(length: int, added: list[tuple[int, int]], around: str) -> None:
    words = text = ALPHABET[:length]
    for place, count in added:
        text = text[:place] + "島" * count + text[place:]
    text = around + text + around
    assert coarse_window(words, text, THRESHOLD) or brute_force(words, text) < THRESHOLD


@given(st.text("海港灯火", min_size=1, max_size=12), st.text("海港灯火氷", max_size=20), st.data())
def test_window_is_within_its_region(words: str, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    region = Span(start, data.draw(st.integers(start, len(text))))
    window = best_window(words, text, region, 0.5)
    assert window is None or (region.contains(window.span) and window.span.start < window.span.end)


@given(st.text("海港灯", min_size=8, max_size=12), st.text("氷雪", max_size=10), st.text("氷雪", max_size=10))
def test_exact_occurrence_is_found(words: str, before: str, after: str) -> None:
    text = before + words + after
    assert best_window(words, text, Span(0, len(text)), THRESHOLD) == (
        1.0,
        (len(before), len(before) + len(words)),
    )


@given(st.text("海港灯火", max_size=12), st.text("海港灯氷", max_size=12))
def test_edits_cover_both_sides(before: str, after: str) -> None:
    script = edit_script(before, after)
    assert "".join(before[a0:a1] for _, a0, a1, _, _ in script) == before
    assert "".join(after[b0:b1] for _, _, _, b0, b1 in script) == after


@given(st.text("海港灯火", max_size=12), st.text("海港灯氷", max_size=12))
def test_edit_tags_match_the_edits(before: str, after: str) -> None:
    for tag, a0, a1, b0, b1 in edit_script(before, after):
        assert (tag == "equal") == (before[a0:a1] == after[b0:b1])
        assert (tag == "insert") == (a0 == a1)
        assert (tag == "delete") == (b0 == b1)
