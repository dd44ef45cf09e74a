"""What one line looks like by itself."""

import pytest

from annotator.corpus.lines import Attribution, Shape, find_attribution, shape_of
from annotator.corpus.span import Span


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("", Shape.BLANK),
        (" \u3000", Shape.BLANK),
        ("#海(港・灯台)", Shape.COMMENTARY),
        ("＃海（港・灯台）", Shape.COMMENTARY),
        ("#LTO=沿岸条約機構(港)", Shape.COMMENTARY),
        ("#海#LTO=沿岸条約機構(港)", Shape.COMMENTARY),
        ("#沿岸裁判(国際港湾裁判所ハルメ大統領ベルカ", Shape.COMMENTARY),
        ("#海()", Shape.COMMENTARY),
        ("#塩の鉄道OZD・貨車・鉄道庁「部品が止まる」)", Shape.COMMENTARY),
        ("#LTO沿岸条約機構(港)", Shape.COMMENTARY),
        ("#LTOenlargement", Shape.TAG_LINE),
        ("#反オルタ#対内海戦", Shape.TAG_LINE),
        ("＃反オルタ＃対内海戦", Shape.TAG_LINE),
        ("#北の島 #試し書き", Shape.TEXT),
        ("# 海", Shape.TEXT),
        ("#", Shape.TEXT),
        ("the #Linden fish market", Shape.TEXT),
        ("話を #夜の港便 で紹介", Shape.TEXT),
        ("港の灯台 点灯へ #kaze https://t.co/Ab1", Shape.TEXT),
        ("https://k0417.hatenadiary.com", Shape.LINK),
        ("http://d.hatena.ne.jp/k0417/20150102#1420185688", Shape.LINK),
        ("pic.twitter.com/Ab1", Shape.LINK),
        ("https://t.co/Ab1 https://t.co/Cd2", Shape.LINK),
        ("k0417.hatenadiary.jp", Shape.HOST),
        ("▽値は1箱2万マルク、", Shape.LIST),
        ("🗨️「値段を聞いてから箱を持つ」", Shape.LIST),
        ("  • 約束の船はどこへ", Shape.LIST),
        ("【夜の灯台】", Shape.TITLE),
        ("【港の封鎖は計画していない=オルガ報道官】", Shape.TITLE),
        ("【独自】港の灯台 点灯へ", Shape.TEXT),
        ("原題:Linden Workshop Bets on Locks", Shape.TEXT),
        ("Песня старого маяка", Shape.TEXT),
        ("港は静かです。", Shape.TEXT),
    ],
)
def test_shape(line: str, shape: Shape) -> None:
    assert shape_of(line) is shape


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
