"""Laying out posts: the beginnings and bodies of clips, and the clip of each line."""

import pytest

from annotator.corpus.model import Parse
from annotator.corpus.parse import parse

HEAD = "港の灯台 点灯へ #kaze https://t.co/A1"
BY = "— 潮見放送 (@shiomi) 2022年1月31日"
PROSE = "港の灯台に4年ぶりに火がともり、漁業者らが見守りました。"
MORE = "町は来年の春まで明かりを残す方針で、費用は寄付で賄います。"


def read(*lines: str) -> Parse:
    return parse("\n".join(lines))


def kinds(document: Parse) -> list[str]:
    return [block.kind for block in document.blocks]


def codes(document: Parse) -> set[str]:
    return {each.code for each in document.diagnostics}


def test_clip_of_a_flat_post() -> None:
    (clip,) = read(HEAD, BY, PROSE, MORE).clips
    assert (clip.headline, clip.publisher, clip.handle) == ("港の灯台 点灯へ", "潮見放送", "shiomi")
    assert (clip.date, clip.date_precision, clip.url) == ("2022-01-31", "day", "https://t.co/A1")
    assert (clip.inline_tags, clip.body) == (("kaze",), f"{PROSE}\n{MORE}")


def test_headline_alone_is_a_clip_with_an_empty_body() -> None:
    first, second = read(HEAD, BY, "海図の話 https://t.co/B2", BY.replace("31", "30"), PROSE).clips
    assert (first.body, first.body_spans) == ("", ())
    assert second.headline == "海図の話"


def test_clip_begins_one_line_above_its_attribution() -> None:
    document = read(HEAD, BY, PROSE, "海図の話", BY, MORE)
    assert kinds(document) == ["headline", "attribution", "paragraph", "headline", "attribution", "paragraph"]


def test_attribution_in_the_middle_of_a_tweet() -> None:
    document = read("【夜の灯台】", BY, "気温は2度です。", "▽値は1箱、", "pic.twitter.com/X1", "#海(港)")
    (clip,) = document.clips
    assert (clip.headline, clip.url) == ("【夜の灯台】", "pic.twitter.com/X1")
    assert clip.body == "気温は2度です。\n▽値は1箱、"
    assert kinds(document) == ["headline", "attribution", "paragraph", "list", "link", "commentary"]


def test_attribution_at_the_end_of_a_tweet_of_many_lines() -> None:
    (clip,) = read("灯台が点灯", "4年ぶりの火です", "https://t.co/C3", BY, PROSE).clips
    assert (clip.headline, clip.url) == ("灯台が点灯", "https://t.co/C3")
    assert clip.body == f"4年ぶりの火です\n{PROSE}"


def test_text_glued_to_an_attribution_is_body_under_the_headline_above() -> None:
    document = read(HEAD, BY + PROSE, MORE)
    (clip,) = document.clips
    assert (clip.headline, clip.date, clip.body) == ("港の灯台 点灯へ", "2022-01-31", f"{PROSE}\n{MORE}")
    assert kinds(document) == ["headline", "attribution", "paragraph", "paragraph"]


def test_headline_glued_to_its_attribution() -> None:
    (clip,) = read(HEAD + BY, PROSE).clips
    assert (clip.headline, clip.url, clip.body) == ("港の灯台 点灯へ", "https://t.co/A1", PROSE)


def test_missing_headline() -> None:
    document = read(BY, PROSE)
    (clip,) = document.clips
    assert (clip.headline, clip.handle, clip.body) == (None, "shiomi", PROSE)
    assert "headline-missing" in codes(document)


def test_attribution_without_date() -> None:
    document = read(HEAD, "— 潮見放送 (@shiomi)", PROSE)
    assert document.clips[0].date is None
    assert "attribution-without-date" in codes(document)


def test_card_line() -> None:
    document = read(f"{HEAD}{BY} {PROSE[:-4]}…", "#海(港)")
    assert kinds(document) == ["headline", "attribution", "paragraph", "commentary"]
    (clip,) = document.clips
    assert (clip.headline, clip.url, clip.date) == ("港の灯台 点灯へ", "https://t.co/A1", "2022-01-31")
    assert clip.body == f"{PROSE[:-4]}…"
    assert document.commentary[0].clip == clip.id


def test_card_lines_are_one_clip_each() -> None:
    assert len(read(*[f"{number}{HEAD}{BY} {PROSE[:-4]}…" for number in "123"]).clips) == 3


def lump(*lines: str) -> Parse:
    return read("https://k0417.hatenadiary.com", "http://k0417.hatenablog.com", *lines)


def test_lumps_are_separated_by_tag_lines_and_have_no_fields() -> None:
    document = lump("", PROSE, "", MORE, "", "#海", "", "港の市場で競りがあり、魚が並びました。")
    assert [clip.body for clip in document.clips] == [
        f"{PROSE}\n{MORE}",
        "港の市場で競りがあり、魚が並びました。",
    ]
    fields = [(clip.headline, clip.publisher, clip.handle, clip.date, clip.url) for clip in document.clips]
    assert fields == [(None,) * 5] * 2


def test_lumps_are_separated_by_commentary() -> None:
    document = lump(PROSE, "#海(港)", MORE)
    assert [clip.body for clip in document.clips] == [PROSE, MORE]
    assert document.commentary[0].clip == document.clips[0].id


def test_title_in_brackets_heads_a_lump() -> None:
    (clip,) = lump("【夜の灯台】", "", PROSE).clips
    assert (clip.headline, clip.body) == ("【夜の灯台】", PROSE)


def test_address_lines_and_card_residue_are_part_of_no_clip() -> None:
    document = lump(PROSE, "http://d.hatena.ne.jp/k0417/20150102#1420185688", "k0417.hatenadiary.jp")
    assert kinds(document) == ["link", "link", "paragraph", "link", "boilerplate"]
    assert [(clip.body, clip.url) for clip in document.clips] == [(PROSE, None)]
    assert document.document_tags == ()


def test_commentary_without_a_clip_above_is_not_attached_forward() -> None:
    document = read("#海(港)", HEAD, BY, PROSE)
    assert document.commentary[0].clip is None
    assert document.clips[0].commentary == ()
    assert "no-clip-above" in codes(document)


def test_commentary_behind_a_tag_line_belongs_to_the_nearest_clip() -> None:
    document = read(HEAD, BY, PROSE, "#灯台", "#海(港)")
    assert document.commentary[0].clip == document.clips[0].id


@pytest.mark.parametrize("place", [0, 3])
def test_tag_lines_anywhere_are_document_tags(place: int) -> None:
    lines = [HEAD, BY, PROSE, "海図の話 https://t.co/B2", BY, MORE]
    document = read(*lines[:place], "#灯台#海", *lines[place:], "#海")
    assert document.document_tags == ("灯台", "海")
    assert document.commentary == ()


def test_tags_with_spaces_are_part_of_the_body() -> None:
    document = read(HEAD, BY, PROSE, "#北の島 #試し書き")
    assert document.document_tags == ()
    assert document.clips[0].body.endswith("#北の島 #試し書き")


def test_second_article_inside_a_body_is_not_separated() -> None:
    assert len(read(HEAD, BY, PROSE, "漁の話", MORE).clips) == 1


def test_subheading_of_a_body() -> None:
    assert kinds(read(HEAD, BY, PROSE, "寄付の呼びかけも", MORE))[3] == "heading"


@pytest.mark.parametrize("line", ["原題:Linden Lights Its Lamp", "Песня старого маяка"])
def test_line_of_a_foreign_title_heads_no_clip(line: str) -> None:
    document = read(HEAD, BY, PROSE, line, MORE)
    assert len(document.clips) == 1
    assert "headline" not in kinds(document)[1:]


def test_repeated_line_is_marked_and_left_out() -> None:
    document = read(HEAD, BY, PROSE + MORE, "間の文です。", PROSE + MORE)
    assert document.blocks[-1].repeat_of == document.blocks[2].start
    assert document.clips[0].body == f"{PROSE}{MORE}\n間の文です。"


def test_short_repeats_are_left_alone() -> None:
    assert read(HEAD, BY, "短い文です。", "短い文です。").clips[0].body == "短い文です。\n短い文です。"


def test_headline_whose_attribution_was_cut() -> None:
    document = read(HEAD, BY, PROSE, "#海(港)", "海図の話 https://t.co/B2")
    assert [clip.headline for clip in document.clips] == ["港の灯台 点灯へ", "海図の話"]
    assert "headline-without-attribution" in codes(document)


def test_quotation_in_a_headline_is_no_unit() -> None:
    document = read("大統領「港は開く」 灯台が点灯 https://t.co/A1", BY, PROSE)
    assert document.commentary == ()
    assert document.clips[0].headline == "大統領「港は開く」 灯台が点灯"


def test_span_extends_from_the_headline_to_the_last_body_line() -> None:
    document = read(HEAD, BY, PROSE, "", "#海(港)")
    assert document.clips[0].span.of(document.text) == "\n".join((HEAD, BY, PROSE))


def test_a_tweet_of_two_lines_that_ends_in_a_link_is_one_clip() -> None:
    tweet = "港で祭り始まる\n夜まで続く見込み https://t.co/Ab12\n— 潮見放送 (@shiomi) 2022年1月31日\n"
    read = parse(f"{tweet}人出は去年の二倍です。\n#港(祭り)\n")
    (clip,) = read.clips
    assert (clip.headline, clip.url) == ("港で祭り始まる", "https://t.co/Ab12")
    assert clip.body == "夜まで続く見込み https://t.co/Ab12\n人出は去年の二倍です。"
    assert not read.diagnostics


PAGE = f"{HEAD}\n{BY}\n夜の港を歩いてみると、灯台の下に屋台が並んでいた。\n"


@pytest.mark.parametrize("address", [None, "https://k0417.hatenadiary.com/entry/2022/01/31"])
def test_prose_below_a_tweet_is_the_clip_s_on_the_blog(address: str | None) -> None:
    (clip,) = parse(PAGE, address=address).clips
    assert clip.body.startswith("夜の港")


def test_prose_below_a_tweet_is_the_author_s_on_another_page() -> None:
    tweet, prose = parse(PAGE, address="https://news.example.com/hatena").clips
    assert (tweet.headline, tweet.body) == ("港の灯台 点灯へ", "")
    assert (prose.headline, prose.publisher) == (None, None)
    assert prose.body.startswith("夜の港")


@pytest.mark.parametrize(
    ("more", "said"),
    [("", True), ("#港(祭り)\n", False), ("#港\n", False), ("http://k0417.hatenablog.com\n", False)],
)
def test_text_without_marks_of_the_blog_has_a_diagnostic(more: str, said: bool) -> None:
    codes = [each.code for each in parse(PAGE + more).diagnostics]
    assert codes == (["maybe-another-page"] if said else [])
    assert not parse(PAGE, address="https://k0417.hatenadiary.com/entry/1").diagnostics
