"""Diffs of altered quotations, and the kinds of their changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.evidence.diff import classify_changes, diff_texts


@pytest.mark.parametrize(
    ("clip", "quotation", "kinds"),
    [
        ("港はすべて閉じる方針だ", "港は閉じる方針だ", ("omission",)),
        ("港は閉じる方針だ", "港はすべて閉じる方針だ", ("addition",)),
        ("港は閉じる方針だ", "港は開ける方針だ", ("substitution",)),
        ("船は3隻だけが戻った", "船は4隻だけが戻った", ("number",)),
        ("船は１８隻だけが戻った", "船は9隻だけが戻った", ("number",)),
        ("船は三隻だけが戻った", "船は五隻だけが戻った", ("number",)),
        ("船は20隻だけが戻った", "船は200隻だけが戻った", ("number",)),
        ("3人の船員が港を離れた", "船員が港を離れた", ("omission",)),
        ("港を閉じることを認めない", "港を閉じることを認める", ("negation",)),
        ("港を閉じることは認められる", "港を閉じることは認められない", ("negation",)),
        ("港を閉じることは可能だ", "港を閉じることは不可能だ", ("negation",)),
        ("港を閉じるわけではなく、検査を厳しくするとした", "検査を厳しくするとした", ("omission",)),
        ("約束は文書で残すべきだ", "約束は文書に残すべきだ", ("particle",)),
        ("灯台からも船が見えた", "灯台から船が見えた", ("particle",)),
        ("船は夜のうちに港へ戻った", "船は…港へ戻った", ("ellipsis",)),
        ("船は夜のうちに港へ戻った", "船は……港へ戻った", ("ellipsis",)),
        ("港は、静かだと述べた", "港は静かだと述べた", ("punctuation",)),
        ("港はまず静かだと述べた", "港は静かだと述べた", ("omission",)),
        ("船は3隻、港へ戻った", "船は4隻港に戻った", ("number", "punctuation", "particle")),
        ("港は静かだ", "港は静かだ", ()),
    ],
)
def test_kinds(clip: str, quotation: str, kinds: tuple[str, ...]) -> None:
    assert classify_changes(diff_texts(clip, quotation)) == kinds


@given(
    st.text(alphabet="港船は3三な…、いが ㈱", max_size=20),
    st.text(alphabet="港船は3三な…、いが ㈱", max_size=20),
)
def test_there_is_a_kind_where_a_part_was_changed(clip: str, quotation: str) -> None:
    diff = diff_texts(clip, quotation)
    assert bool(classify_changes(diff)) == any(part[0] != "equal" for part in diff)
