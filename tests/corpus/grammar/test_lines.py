"""What one line looks like by itself."""

import pytest

from annotator.corpus.grammar.layout import read_lines
from annotator.corpus.grammar.lines import (
    FIRST_PLAIN,
    LAST_PLAIN,
    NOT_PLAIN,
    Attribution,
    Shape,
    find_attribution,
    shape_of,
)
from annotator.corpus.span import Span


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
    assert shape_of(line) == shape


def test_plain_characters_begin_text_alone() -> None:
    plain = {chr(code) for code in range(ord(FIRST_PLAIN), ord(LAST_PLAIN) + 1)} - {NOT_PLAIN}
    lines = (first + rest for first in plain for rest in ("", "(港)", "」", ".jp", " https://t.co/Ab1"))
    assert {shape_of(line) for line in lines} == {"text"}


@pytest.mark.parametrize("line", ["海(@kaze) 2022年1月31日", "港の灯台 — 潮（＠shiomi） 2022年1月31日"])
def test_plain_characters_do_not_hide_an_attribution(line: str) -> None:
    [read] = read_lines(line)
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
