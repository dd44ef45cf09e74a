"""The short way of reading simple bodies finds what the long way finds."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.grammar.commentary import read_any_body
from annotator.corpus.grammar.diagnostics import Remarks
from annotator.corpus.grammar.simple_body import read_simple_body
from annotator.corpus.span import Span
from annotator.corpus.speakers.katakana_names import Words

_WORD = st.sampled_from(
    [
        "ベルカ",
        "元外交官チェスター",
        "ヘイル",
        "ノルデン",
        "リー社",
        "デ",
        "貨物船ノルデン",
        "ヘイル号",
        "W",
        "ではなく",
        "共食い",
        "朝の党",
        "首相、鐘の返還",
        "→",
        "世論調査",
        "63%",
        "白鷺17",
        "市長の",
        "値上げ：",
        "と述べつつ",
        "サヴィン外相",
        "と",
        "、",
        "しつつある",
        "と述べた",
        "祭り",
        " ",
        "停戦",
        "。",
    ]
)
_NESTED = st.builds("『{}』".format, st.lists(st.one_of(_WORD, st.just("・")), max_size=3).map("".join))
_PIECES = st.lists(
    st.one_of(
        _WORD,
        st.just("・"),
        st.builds(
            "「{}」".format, st.lists(st.one_of(_WORD, st.just("・"), _NESTED), max_size=6).map("".join)
        ),
    ),
    max_size=12,
).map("".join)


@given(_PIECES, st.sampled_from(["", "ベルカが", "ヘイルの・", "\nノルデン・リーとノルデン・ノルデン"]))
def test_both_ways_agree(body: str, other: str) -> None:
    text = f"#話題({body}){other}"
    span = Span(4, 4 + len(body))
    short, long = Remarks(), Remarks()
    read = read_simple_body(text, span, Words(text), short)
    assert read is not None
    assert read == read_any_body(text, span, Words(text), long)
    assert short.placed([0]) == long.placed([0])


def test_a_name_with_a_dot_right_behind_a_quotation_is_the_next_speaker() -> None:
    body = "議長「灯台を守る」ベルカ・ヘイル「橋は残す」"
    text = f"#話題({body})"
    read = read_simple_body(text, Span(4, 4 + len(body)), Words(text), Remarks())
    assert read is not None
    assert [(quoted.speaker, quoted.span.of(text)) for quoted in read[1]] == [
        ("議長", "灯台を守る"),
        ("ベルカ・ヘイル", "橋は残す"),
    ]
