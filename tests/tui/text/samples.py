"""Texts for the tests of the text kernel: graphemes, signs of kinsoku, and what would act on a terminal."""

from hypothesis import strategies as st

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import split_graphemes

HEART, KEYCAP, SKIN, FAMILY = "❤\ufe0f", "1\ufe0f\u20e3", "👍🏽", "👨\u200d👩\u200d👧"
FLAG, VOICED, HALF_VOICED, VARIANT = "🇯🇵", "か\u3099", "ｶﾞ", "葛\U000e0100"
GRAPHEMES = [HEART, KEYCAP, SKIN, FAMILY, FLAG, VOICED, HALF_VOICED, VARIANT, "e\u0301", "하\u11ab"]
_PIECES = [
    *(
        "漢",
        "かな",
        "カー",
        "。",
        "、",
        "」",
        "「",
        "（",
        "）",
        "っ",
        "…",
        "％",
        "#",
        "＃",
        "　",
        " ",
        "\n",
        "\t",
    ),
    *("NATO", "2022", "a-b", "https://example.com/a?b=c", "$5", "(x)", "’", "①", "ﾊﾝｶｸ"),
    *("\x1b[31m", "\u202e", "\u200b"),
    *GRAPHEMES,
]
TEXTS = st.one_of(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join), st.text(max_size=60))


def grapheme_spans(text: str) -> list[Span]:
    """Return the span of each grapheme of a text."""
    spans: list[Span] = []
    for grapheme in split_graphemes(text):
        start = spans[-1].end if spans else 0
        spans.append(Span(start, start + len(grapheme)))
    return spans
