"""The index of pairs finds what a search from end to end finds, and proposes every region that may be alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from annotator.corpus.evidence import check as module
from annotator.corpus.evidence.bigram_index import PairIndex
from annotator.corpus.evidence.check import look_up
from annotator.corpus.parse import parse
from annotator.corpus.span import Span

_FEW = st.text(alphabet="港船海の\n", max_size=60)


@given(_FEW, st.text(alphabet="港船海の", min_size=1, max_size=6))
def test_equal_words_are_found_wherever_they_stand(text: str, words: str) -> None:
    index = PairIndex(text, [words])
    every = [at for at in range(len(text)) if text.startswith(words, at)]
    assert index.equal(words, Span(0, 0)) == every


@given(
    st.text(alphabet="港船海の灯台税関長", min_size=12, max_size=30),
    st.text(alphabet="山川草木", max_size=30),
    st.data(),
)
def test_a_region_holds_every_place_that_is_alike(words: str, around: str, data: st.DataObject) -> None:
    edited = list(words)
    for _ in range(data.draw(st.integers(0, 2))):
        edited[data.draw(st.integers(0, len(edited) - 1))] = data.draw(st.sampled_from(["", "風", "風雨"]))
    altered = "".join(edited)
    text = f"{around}{altered}{around}"
    if Levenshtein.normalized_similarity(words, altered) < 0.8:
        return
    regions = PairIndex(text, [words]).alike(words, Span(0, 0), 0.8, 8)
    middle = len(around) + len(altered) // 2
    assert any(region.span.start <= middle < region.span.end for region in regions)


@given(
    st.lists(st.text(alphabet="港船海のﾊﾟ㈱", max_size=9), min_size=1, max_size=4),
    st.text("港船海のハパ株", max_size=20),
)
def test_long_clips_are_read_as_short_ones(quoted: list[str], body: str) -> None:
    lines = "・".join(f"外相「{words}」" for words in quoted)
    text = f"海の話 https://t.co/A1\n— 風 (@kaze) 2022年1月31日\n{body}\n#海({lines})"
    read = parse(text)
    requests = [(each.text, line.clip) for line in read.commentary for each in line.quotations]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SCANNED", -1)
        assert look_up(read.text, read.clips, requests) == {
            (each.text, line.clip): each.evidence for line in read.commentary for each in line.quotations
        }
