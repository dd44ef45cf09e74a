"""Parsing single lines: shape, attribution and headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.grammar.layout import split_lines
from annotator.corpus.grammar.lines import (
    Attribution,
    Shape,
    find_attribution,
    first_url,
    is_tweet_headline,
    line_shape,
    parse_headline,
)
from annotator.corpus.parse import parse
from annotator.corpus.span import Span

LINK = "https://t.co/Ab1"
LINES = st.lists(
    st.one_of(
        st.sampled_from([f" {LINK}", f"海{LINK}", " pic.twitter.com/X1", " #灯台", "#灯台", "＃港 "]),
        st.sampled_from([" ", "\u3000", "#", "。", "・", "海図"]),
        st.text(max_size=4),
    ),
    max_size=7,
).map(lambda parts: "".join(parts).replace("\n", ""))


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("", "blank"),
        (" \u3000", "blank"),
        ("#海(港・灯台)", "commentary"),
        ("＃海（港・灯台）", "commentary"),
        ("#LTO=沿岸条約機構(港)", "commentary"),
        ("#海#LTO=沿岸条約機構(港)", "commentary"),
        ("#沿岸裁判(国際港湾裁判所ハルメ大統領ベルカ", "commentary"),
        ("#海()", "commentary"),
        ("#塩の鉄道OZD・貨車・鉄道庁「部品が止まる」)", "commentary"),
        ("#LTO沿岸条約機構(港)", "commentary"),
        ("#LTOenlargement", "tag_line"),
        ("#反オルタ#対内海戦", "tag_line"),
        ("＃反オルタ＃対内海戦", "tag_line"),
        ("#北の島 #試し書き", "text"),
        ("# 海", "text"),
        ("#", "text"),
        ("the #Linden fish market", "text"),
        ("話を #夜の港便 で紹介", "text"),
        ("港の灯台 点灯へ #kaze https://t.co/Ab1", "text"),
        ("https://k0417.hatenadiary.com", "link"),
        ("http://d.hatena.ne.jp/k0417/20150102#1420185688", "link"),
        ("pic.twitter.com/Ab1", "link"),
        ("https://k0417.hatenadiary.com/entry/2023/02/08/000000#塩の鉄道", "link"),
        ("https://harbour.example/港_(リンデン) ", "link"),
        ("https://t.co/Ab1港の灯台", "text"),
        ("https://harbour.example港は静か", "text"),
        ("https://harbour.example/港は静かです。", "text"),
        ("https://t.co/Ab1 https://t.co/Cd2", "link"),
        ("k0417.hatenadiary.jp", "host"),
        ("▽値は1箱2万マルク、", "list"),
        ("🗨️「値段を聞いてから箱を持つ」", "list"),
        ("  • 約束の船はどこへ", "list"),
        ("【夜の灯台】", "title"),
        ("【港の封鎖は計画していない=オルガ報道官】", "title"),
        ("【独自】港の灯台 点灯へ", "text"),
        ("原題:Linden Workshop Bets on Locks", "text"),
        ("Песня старого маяка", "text"),
        ("港は静かです。", "text"),
    ],
)
def test_shape(line: str, shape: Shape) -> None:
    assert line_shape(line) == shape


def test_lines_that_begin_with_kana_or_kanji_are_text() -> None:
    initial = {chr(code) for code in range(ord("ぁ"), ord("鿿") + 1)} - {"・"}
    lines = (first + rest for first in initial for rest in ("", "(港)", "」", ".jp", " https://t.co/Ab1"))
    assert {line_shape(line) for line in lines} == {"text"}


@pytest.mark.parametrize("line", ["海(@kaze) 2022年1月31日", "港の灯台 — 潮（＠shiomi） 2022年1月31日"])
def test_attribution_in_a_line_that_begins_with_kanji(line: str) -> None:
    [read] = split_lines(line)
    assert read.attribution == find_attribution(line)


@pytest.mark.parametrize(
    ("line", "publisher", "handle", "date"),
    [
        ("— 潮見放送 (@shiomi) 2022年1月31日", "潮見放送", "shiomi", "2022年1月31日"),
        ("— 潮見放送 (@shiomi) November 7, 2023", "潮見放送", "shiomi", "November 7, 2023"),
        ("— 潮見放送（＠shiomi） 2022年1月31日", "潮見放送", "shiomi", "2022年1月31日"),
        ("— 潮見放送 (@shiomi)", "潮見放送", "shiomi", None),
        ("— 風(毎朝)@港🇸🇵 (@kaze) November 3, 2023", "風(毎朝)@港🇸🇵", "kaze", "November 3, 2023"),
        ("— 夜便/放送@毎週 (@yoru) November 5, 2023", "夜便/放送@毎週", "yoru", "November 5, 2023"),
        ("— 旧(@old) の風 (@kaze) November 3, 2023", "旧(@old) の風", "kaze", "November 3, 2023"),
        ("— 潮見放送 (@shiomi) 午後6:42 · 2022年1月31日", "潮見放送", "shiomi", "2022年1月31日"),
        ("— 潮見放送 (@shiomi) 2022年1月31日(月)", "潮見放送", "shiomi", "2022年1月31日"),
        ("— 潮見放送 (@shiomi) 2022年1月31日 午後6時42分", "潮見放送", "shiomi", "2022年1月31日"),
        ("— 潮見放送 (@shiomi) 6:42 PM · Nov 7, 2023", "潮見放送", "shiomi", "Nov 7, 2023"),
        ("—潮見放送(@shiomi)2022年1月31日", "潮見放送", "shiomi", "2022年1月31日"),
    ],
)
def test_attribution(line: str, publisher: str, handle: str, date: str | None) -> None:
    assert find_attribution(line) == Attribution(publisher, handle, date, Span(0, len(line)))


def test_attribution_inside_a_card_line() -> None:
    line = "港の灯台 点灯へ https://t.co/Ab1— 潮見放送 (@shiomi) January 18, 2023 港で灯台が…"
    found = find_attribution(line)
    assert found
    assert found.span.of(line).strip() == "— 潮見放送 (@shiomi) January 18, 2023"


@pytest.mark.parametrize(
    "line", ["議長は(@kaze)と名乗りました。", "write to a@b.example", "港—灯台", "— と言った。"]
)
def test_no_attribution(line: str) -> None:
    assert find_attribution(line) is None


@given(LINES)
def test_span_holds_the_headline(line: str) -> None:
    headline = parse_headline(line)
    assert headline.span.of(line) == (headline.text or "")


@given(LINES)
def test_headline_has_no_white_space_around_it(line: str) -> None:
    text = parse_headline(line).text
    assert text is None or text == text.strip() != ""


@given(LINES)
def test_headline_does_not_end_in_a_link(line: str) -> None:
    text = parse_headline(line).text
    assert text is None or not text.endswith(LINK)


@given(LINES)
def test_link_is_the_first_of_the_line(line: str) -> None:
    assert parse_headline(line).url == first_url(line)


@pytest.mark.parametrize(
    ("line", "text", "tags", "url"),
    [
        (f"港の灯台 点灯へ #kaze {LINK}", "港の灯台 点灯へ", ("kaze",), LINK),
        (f"港の灯台 点灯へ{LINK} #kaze", "港の灯台 点灯へ", ("kaze",), LINK),
        (f"港の灯台 点灯へ {LINK}", "港の灯台 点灯へ", (), LINK),
        ("【夜の灯台】", "【夜の灯台】", (), None),
        (f"話を #夜の灯 で紹介 {LINK}", "話を #夜の灯 で紹介", ("夜の灯",), LINK),
        (f"灯台点灯=港湾筋 {LINK}", "灯台点灯=港湾筋", (), LINK),
        (f"灯台点灯 ＃kaze {LINK}", "灯台点灯", ("kaze",), LINK),
        (f"灯台点灯 #kaze #ume {LINK}", "灯台点灯", ("kaze", "ume"), LINK),
        (f"灯台点灯へ #灯台{LINK}", "灯台点灯へ", ("灯台",), LINK),
        (LINK, None, (), LINK),
    ],
)
def test_headline_parts(line: str, text: str | None, tags: tuple[str, ...], url: str | None) -> None:
    found = parse_headline(line)
    assert (found.text, found.tags, found.url) == (text, tags, url)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"港の灯台 点灯へ {LINK}", True),
        ("港の灯台 点灯へ", False),
        (f"港の灯台に火がともりました。{LINK}", False),
        (LINK, False),
        (f"{'灯' * 200} {LINK}", False),
    ],
)
def test_line_that_looks_like_a_headline(line: str, expected: bool) -> None:
    assert is_tweet_headline(line) is expected


def test_a_line_of_many_links_and_a_word_is_a_paragraph() -> None:
    assert parse("https://t.co/abcdefg " * 2000 + "写真").blocks[0].kind == "paragraph"
