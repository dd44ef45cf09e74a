"""Laying out plain pages: the article, its title, and the boilerplate around it."""

import pytest

from annotator.corpus.model import Parse
from annotator.corpus.parse import parse

TITLE = "港の灯台に4年ぶりの火 町は春まで残す方針"
PROSE = "港の灯台に4年ぶりに火がともり、漁業者らが岸壁から静かに見守りました。"
MORE = "町は来年の春まで灯台の明かりを残す方針で、費用は寄付で賄うとしています。"
LAST = "灯台守だった男性は「火の消し方まで覚えておきたい」と話していました。"


def read(*lines: str) -> Parse:
    return parse("\n".join(lines))


def kinds(document: Parse) -> list[str]:
    return [block.kind for block in document.blocks]


def test_page_is_one_clip() -> None:
    (clip,) = read(PROSE, MORE, LAST).clips
    assert clip.body == "\n".join((PROSE, MORE, LAST))
    fields = (clip.headline, clip.publisher, clip.handle, clip.date, clip.url)
    assert fields == (None,) * 5


def test_title_and_menus() -> None:
    document = read(
        "メニュー 検索", TITLE, "記者 太郎", PROSE, MORE, LAST, "ランキング", "• 氷の船の話", "• 魚の話"
    )
    assert kinds(document) == [
        "boilerplate",
        "headline",
        "boilerplate",
        *["paragraph"] * 3,
        *["boilerplate"] * 3,
    ]
    assert document.clips[0].headline == TITLE
    assert document.clips[0].body == "\n".join((PROSE, MORE, LAST))


def test_long_line_that_shares_some_words_is_the_title() -> None:
    title = "火がともる夜に集まった人々はなぜ去ったのか 港の町の灯台と百年の物語"
    assert read("会員登録 検索", title, PROSE, MORE, LAST).clips[0].headline == title


def test_unrelated_line_is_no_title() -> None:
    assert read("今日の天気と星占いのページ", PROSE, MORE, LAST).clips[0].headline is None


def test_heading_between_paragraphs() -> None:
    assert kinds(read(PROSE, "寄付の呼びかけも", MORE, LAST)) == [
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_line_that_points_to_another_article_is_no_part_of_this_one() -> None:
    document = read(
        TITLE, PROSE, "あわせて読みたい:灯台の電気代", MORE, "関連する港では火を消しました。", LAST
    )
    assert [kinds(document)[index] for index in (2, 4)] == ["boilerplate", "paragraph"]
    assert "電気代" not in document.clips[0].body


@pytest.mark.parametrize("head", ["コメント(2)", "みんなのコメント 2件", "[国際] ランキング"])
def test_comments_of_readers_are_no_part_of_the_article(head: str) -> None:
    comment = "港が閉じてから半年、うちの魚屋も閉まったままで、毎日空の棚を拭いています。"
    document = read(TITLE, PROSE, MORE, LAST, head, "名無し", comment, "ねこ", comment[1:] + comment[2:])
    assert document.clips[0].body == "\n".join((PROSE, MORE, LAST))
    assert set(kinds(document)[4:]) == {"boilerplate"}


def test_repeated_paragraph_counts_once() -> None:
    document = read(PROSE, MORE, LAST, MORE)
    assert document.blocks[3].repeat_of == document.blocks[1].start
    assert document.clips[0].body == "\n".join((PROSE, MORE, LAST))


def test_page_without_prose_has_paragraphs_and_a_diagnostic() -> None:
    document = read("灯台", "港")
    assert document.clips[0].body == "灯台\n港"
    assert [each.code for each in document.diagnostics] == ["no-prose"]


def test_blank_page_has_no_clip() -> None:
    document = read("", "  ", "")
    assert document.clips == ()
    assert set(kinds(document)) == {"blank"}


def test_page_with_one_mark_of_the_blog_is_a_post() -> None:
    assert read(PROSE, MORE, "#灯台").document_tags == ("灯台",)


def test_a_page_of_links_has_no_clip() -> None:
    parsed = parse("https://t.co/ab\n")
    assert parsed.clips == ()
    assert [block.kind for block in parsed.blocks] == ["link"]
