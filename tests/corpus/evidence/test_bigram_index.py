"""The bigram index finds every exact match, and proposes every region that may be similar."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from annotator.corpus.evidence.bigram_index import BigramIndex
from annotator.corpus.span import Span

_FEW = st.text(alphabet="港船海の\n", max_size=60)


@given(_FEW, st.text(alphabet="港船海の", min_size=1, max_size=6))
def test_every_exact_match_is_found(text: str, needle: str) -> None:
    index = BigramIndex(text, [needle])
    every = [at for at in range(len(text)) if text.startswith(needle, at)]
    assert index.find_exact(needle, Span(0, 0)) == every


@given(
    st.text(alphabet="港船海の灯台税関長", min_size=12, max_size=30),
    st.text(alphabet="山川草木", max_size=30),
    st.data(),
)
def test_a_region_holds_every_similar_place(needle: str, around: str, data: st.DataObject) -> None:
    edited = list(needle)
    for _ in range(data.draw(st.integers(0, 2))):
        edited[data.draw(st.integers(0, len(edited) - 1))] = data.draw(st.sampled_from(["", "風", "風雨"]))
    altered = "".join(edited)
    text = f"{around}{altered}{around}"
    if Levenshtein.normalized_similarity(needle, altered) < 0.8:
        return
    regions = BigramIndex(text, [needle]).find_similar(needle, Span(0, 0), 0.8, 8)
    middle = len(around) + len(altered) // 2
    assert any(region.span.start <= middle < region.span.end for region in regions)
