"""Names with a middle dot are known from the articles, asked for one by one or from an index of all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.speakers.katakana_names import Words

_TEXT = st.lists(st.text(alphabet="アカー・#(」港 ", max_size=12), max_size=6).map("\n".join)
_NAME = st.text(alphabet="アカー", min_size=2, max_size=3)


@given(_TEXT, _NAME, _NAME)
def test_both_ways_find_the_same(text: str, left: str, right: str) -> None:
    one_by_one, index = Words(text), Words(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Words, "_SEARCHES", 0)
        found = index.dotted(left, right)
    assert one_by_one.dotted(left, right) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("演説したアレク・モルテン外相は", True),
        ("  アレク・モルテン外相は", True),
        ("#港(アレク・モルテン外相「閉じない」)", False),
        (" ＃港(アレク・モルテン外相「閉じない」)", False),
        ("サンアレク・モルテン外相は", False),
        ("アレク・モルテンス外相は", False),
    ],
)
def test_an_article_writes_the_whole_name(text: str, found: bool) -> None:
    assert Words(text).dotted("アレク", "モルテン") == found
