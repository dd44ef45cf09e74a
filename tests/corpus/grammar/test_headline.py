"""A tweet's first line: words, tags and link."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.grammar.headline import first_url, looks_like_headline, read_headline

LINK = "https://t.co/Ab1"
LINES = st.lists(
    st.one_of(
        st.sampled_from([f" {LINK}", f"海{LINK}", " pic.twitter.com/X1", " #灯台", "#灯台", "＃港 "]),
        st.sampled_from([" ", "\u3000", "#", "。", "・", "海図"]),
        st.text(max_size=4),
    ),
    max_size=7,
).map(lambda parts: "".join(parts).replace("\n", ""))


@given(LINES)
def test_span_holds_the_headline(line: str) -> None:
    headline = read_headline(line)
    assert headline.span.of(line) == (headline.text or "")


@given(LINES)
def test_headline_has_no_white_space_around_it(line: str) -> None:
    text = read_headline(line).text
    assert text is None or text == text.strip() != ""


@given(LINES)
def test_headline_does_not_end_in_a_link(line: str) -> None:
    text = read_headline(line).text
    assert text is None or not text.endswith(LINK)


@given(LINES)
def test_link_is_the_first_of_the_line(line: str) -> None:
    assert read_headline(line).url == first_url(line)


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
def test_parts(line: str, text: str | None, tags: tuple[str, ...], url: str | None) -> None:
    found = read_headline(line)
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
    assert looks_like_headline(line) is expected
