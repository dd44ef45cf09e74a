"""HTML pages: a blog's entries in the form of the posts, and the article of any other page."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.corpus.parse import parse
from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import DEFAULT_OPTIONS, Metadata, ReadOptions
from annotator.formats.readers.reading import read_documents

Found = Callable[..., Any]

TWEET = (
    '<blockquote class="twitter-tweet" data-lang="ja"><p lang="ja" dir="ltr">ベルカの港 冬の航路を再開へ '
    '<a href="https://twitter.com/hashtag/shiomi_news?src=hash">#shiomi_news</a> '
    '<a href="https://t.co/Ab3dE5fGh7">https://t.co/Ab3dE5fGh7</a></p>&mdash; 潮見放送ニュース (@shiomi_news) '
    '<a href="https://twitter.com/shiomi_news/status/1">2022年6月13日</a></blockquote>\n'
    '<p><script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script></p>\n'
)
BODY = (
    '<p><a class="keyword" href="/k/1">ベルカ共和国</a>の港湾局は13日、「<a class="keyword" href="/k/2">航路</a>」を\n'
    "来月から再開すると発表しました。<br />サーリ局長は「毎日開けておく」と述べました。</p>\n"
    '<p>#冬の航路=<a class="keyword" href="/k/3">北航路</a>(港湾局・サーリ局長「毎日開けておく」)<br />#北の海</p>\n'
)
CARD = (
    '<p><iframe class="embed-card embed-blogcard" title="前の日" '
    'src="https://hatenablog-parts.com/embed?url=https%3A%2F%2Fminato.example.jp%2Fentry%2F1"></iframe>'
    '<cite class="hatena-citation"><a href="https://minato.example.jp/entry/1">minato.example.jp</a></cite></p>\n'
)
ENTRY = """\
<article class="entry hentry"><header class="entry-header"><div class="date entry-date"><a href="#">\
<time datetime="{instant}" title="{instant}"><span class="date-year">2022</span><span>-</span>\
<span class="date-month">01</span><span>-</span><span class="date-day">31</span></time></a></div>
<h1 class="entry-title"><a href="{url}">港の朝</a></h1></header>
<div class="entry-content hatenablog-entry">
{body}</div><footer class="entry-footer"><p>この記事をシェアする</p></footer>
<div class="comment-box"><p>よその人のことば</p></div></article>
"""
URL = "https://minato.example.com/entry/2022/01/31/120000"
INSTANT = "2022-01-30T15:30:00Z"


def entry(body: str, url: str = URL) -> str:
    return ENTRY.format(body=body, url=url, instant=INSTANT)


def page(*entries: str) -> str:
    return (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="utf-8"><title>港の日記</title></head><body>'
        '<div id="globalheader">メニュー</div>' + "".join(entries) + "</body></html>"
    )


def test_an_entry_is_read_in_the_form_of_the_posts(found: Found) -> None:
    document = found("a.html", page(entry(TWEET + BODY + CARD))).one
    assert document.text.text == (
        "ベルカの港 冬の航路を再開へ #shiomi_news https://t.co/Ab3dE5fGh7\n"
        "— 潮見放送ニュース (@shiomi_news) 2022年6月13日\n"
        "ベルカ共和国の港湾局は13日、「航路」を来月から再開すると発表しました。\n"
        "サーリ局長は「毎日開けておく」と述べました。\n"
        "#冬の航路=北航路(港湾局・サーリ局長「毎日開けておく」)\n"
        "#北の海\n"
        "minato.example.jp\n"
    )
    kinds = [block.kind for block in parse(document.text.text).blocks]
    assert kinds == [
        "headline",
        "attribution",
        "paragraph",
        "paragraph",
        "commentary",
        "document_tags",
        "boilerplate",
    ]


def test_an_entry_keeps_its_address_its_title_and_the_day_that_it_shows(found: Found) -> None:
    assert found("a.html", page(entry(BODY))).one.metadata == Metadata(URL, "港の朝", "2022-01-31")


def test_each_entry_of_a_page_is_a_document(found: Found) -> None:
    other = "https://minato.example.com/entry/2022/01/31/180000"
    read = found("a.html", page(entry("<p>朝の港です。</p>"), entry("<p>夜の港です。</p>", other)))
    assert [(one.part, one.text.text) for one in read.documents] == [
        (URL, "朝の港です。\n"),
        (other, "夜の港です。\n"),
    ]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<div>一<div>二</div>三</div>", ["一", "二", "三"]),
        ("一<br>二<br/><br/>三", ["一", "二", "三"]),
        ("<p>海<!-- 船 -->と<b>港</b>の<i>朝</i></p>", ["海と港の朝"]),
        ("<p>two\n  words</p>", ["two words"]),
        ("<p>海が\n  見える</p>", ["海が見える"]),
        ("<ul><li>一</li><li>二</li></ul>", ["一", "二"]),
        ("<table><tr><td>一</td><td>二</td></tr></table>", ["一 二"]),
        ("<pre>一\n 二</pre>", ["一", "二"]),
        ("<p>海<script>alert(1)</script><style>p{}</style></p>", ["海"]),
        ("<p>&#x1b;[31m赤&lt;b&gt;&amp;</p>", ["[31m赤<b>&"]),
        ("<p>\u3000字下げ</p>", ["\u3000字下げ"]),
        ("<p>閉じない<p>段落<b>と", ["閉じない", "段落と"]),
        ("<iframe src='https://www.example.com/embed?url=x'></iframe>海", ["海"]),
    ],
)
def test_markup_is_read_as_a_browser_shows_it(found: Found, markup: str, lines: list[str]) -> None:
    assert found("a.html", page(entry(markup))).texts == ["".join(f"{line}\n" for line in lines)]


def test_a_tweet_of_several_lines_keeps_them(found: Found) -> None:
    tweet = (
        '<blockquote class="twitter-tweet"><p>一行目<br>二行目 <a href="#">https://t.co/a1</a></p>'
        "&mdash; 港 (丘) (@minato) <a href='#'>November 7, 2023</a></blockquote>"
    )
    text = found("a.html", page(entry(tweet))).texts[0]
    assert text == "一行目\n二行目 https://t.co/a1\n— 港 (丘) (@minato) November 7, 2023\n"
    clip = parse(text).clips[-1]
    assert (clip.publisher, clip.handle, clip.date) == ("港 (丘)", "minato", "2023-11-07")


@pytest.mark.parametrize(
    "title",
    [
        "潮見放送 on Twitter: &quot;冬の航路 https://t.co/a1&quot; / Twitter",
        "潮見放送 on X: “冬の航路 https://t.co/a1”",
    ],
)
def test_a_card_of_a_tweet_gives_its_words_and_its_author(found: Found, title: str) -> None:
    card = (
        f'<iframe class="embed-card" title="{title}" '
        'src="https://hatenablog-parts.com/embed?url=https%3A%2F%2Ftwitter.com%2Fshiomi_news%2Fstatus%2F1"></iframe>'
        '<cite class="hatena-citation"><a href="#">twitter.com</a></cite>'
    )
    text = found("a.html", page(entry(card))).texts[0]
    assert text == "冬の航路 https://t.co/a1\n— 潮見放送 (@shiomi_news)\ntwitter.com\n"
    assert parse(text).clips[0].handle == "shiomi_news"


def test_a_card_without_a_citation_leaves_its_host(found: Found) -> None:
    card = '<p>海</p><iframe src="https://hatenablog-parts.com/embed?url=https%3A%2F%2Fminato.example.jp%2F1"></iframe>'
    assert found("a.html", page(entry(card))).texts == ["海\nminato.example.jp\n"]


ARTICLE = """\
<html><head><meta charset="{charset}"><title>港の市場で競り始まる | 潮見新聞</title>
<link rel="canonical" href="https://shiomi.example.com/1">
<meta property="article:published_time" content="2022-06-15T09:00:00+09:00"></head>
<body><nav><ul><li><a href="/">トップ</a></li><li><a href="/e">経済</a></li></ul></nav>
<main><article><h1>港の市場で競り始まる</h1>
<p>ベルカ共和国の港の市場では、けさから新しい魚の競りが始まり、夜明け前から大勢の仲買人が集まりました。</p>
<p>市場を開く組合によりますと、今月の水揚げは去年の同じ月より2割ほど多く、値段は落ち着いているということです。</p>
<p>組合の会長は「これから春まで毎朝続けたい」と話していました。</p></article></main>
<aside>よく読まれている記事<ol><li>魚</li></ol></aside><footer>潮見新聞社</footer></body></html>
"""


def test_the_article_of_another_page_is_found(found: Found) -> None:
    document = found("a.html", ARTICLE.format(charset="utf-8")).one
    lines = document.text.text.split("\n")
    assert lines[0] == "港の市場で競り始まる"
    assert lines[-2].startswith("組合の会長は")
    assert "トップ" not in document.text.text
    assert document.metadata == Metadata(
        "https://shiomi.example.com/1", "港の市場で競り始まる | 潮見新聞", "2022-06-15"
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("Shift_JIS", "cp932"), ("EUC-JP", "euc_jp"), ("ISO-2022-JP", "iso2022_jp"), ("nonsense", "utf-8")],
)
def test_a_page_is_decoded_as_it_declares(found: Found, declared: str, encoding: str) -> None:
    raw = ARTICLE.format(charset=declared).encode(encoding)
    document = found("a.html", raw).one
    assert document.text.encoding == encoding
    assert document.text.text.startswith("港の市場で競り始まる\n")


def test_an_encoding_that_is_asked_for_comes_before_the_declared_one(found: Found) -> None:
    raw = ARTICLE.format(charset="utf-8").encode("euc_jp")
    assert found("a.html", raw, ReadOptions(encoding="euc_jp")).one.text.encoding == "euc_jp"


def test_what_does_not_decode_on_a_page_is_remarked_on(found: Found) -> None:
    raw = page(entry("<p>一行目</p><p>海が見える</p>")).encode().replace("見".encode(), b"\xff")
    source = found("a.html", raw).one.text
    assert source.text == "一行目\n海が\ufffdえる\n"
    assert [(one.code, one.line, one.column) for one in source.diagnostics] == [("undecodable", 2, 3)]


def test_a_page_is_known_whatever_its_name(found: Found) -> None:
    assert found("a.txt", "\n" + page(entry("<p>海</p>"))).texts == ["海\n"]


@pytest.mark.parametrize(
    "content", ["", "<html></html>", "<!doctype html><script>x</script>", page(entry(""))]
)
def test_a_page_without_text_is_reported(found: Found, content: str) -> None:
    read = found("a.html", content)
    assert (read.texts, [one.what for one in read.problems]) == ([], ["holds no text"])


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 20_000 + "海が見える。" + "</div>" * 20_000,
        "<p>海\x00が</p>" * 1000,
        "<" * 50_000,
        "<a href='" * 10_000,
        "&#xd800;&#x110000;&#0;海" * 1000,
        "<table>" * 3_000 + "海",
    ],
    ids=["deep", "zeros", "brackets", "open attributes", "entities", "tables"],
)
@pytest.mark.parametrize("content_class", ["entry-content", "other"])
def test_hostile_markup_is_read_or_reported(found: Found, content: str, content_class: str) -> None:
    read = found("a.html", f"<html><body><div class='{content_class}'>{content}</div></body></html>")
    assert len(read.documents) + len(read.problems) == 1


def test_a_page_without_entries_is_refused_where_the_extractor_is_missing(
    found: Found, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    read = found("a.html", ARTICLE.format(charset="utf-8"))
    assert read.documents == []
    assert [str(problem) for problem in read.problems] == [
        f"{(tmp_path / 'a.html').as_posix()}: HTML needs the extra 'web'. "
        'Install it with: pip install "hashtag-annotator[web]".'
    ]
    assert found("a.html", page(entry("<p>海</p>"))).texts == ["海\n"]


def test_without_its_extra_html_is_refused_in_its_place_and_the_rest_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "lxml", None)
    for module in ("html_text", "html_pages"):
        monkeypatch.delitem(sys.modules, f"annotator.formats.readers.{module}", raising=False)
    inputs = {
        "a.txt": "海",
        "b.html": page(entry("<p>港</p>")),
        "c.txt": "<html><p>岬</p></html>",
        "d.csv": "text\n岸\n",
        "e.txt": "TITLE: 朝\n-----\nBODY:\n<p>浜</p>\n--------\nTITLE: 昼\n-----\nBODY:\n波\n--------\n",
        "f.jsonl": '{"text": "船"}\n',
    }
    for name, content in inputs.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    advice = "HTML needs the extra 'web'. Install it with: pip install \"hashtag-annotator[web]\"."
    assert [
        str(item) if isinstance(item, FormatError) else item.text.text
        for item in read_documents([str(tmp_path / name) for name in inputs], DEFAULT_OPTIONS)
    ] == [
        "海",
        *(f"{(tmp_path / name).as_posix()}: {advice}" for name in ("b.html", "c.txt")),
        "岸",
        f"{(tmp_path / 'e.txt').as_posix()}: {advice}",
        "船",
    ]


def test_a_picture_named_as_a_page_is_reported(found: Found, tmp_path: Path) -> None:
    read = found("a.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (problem,) = read.problems
    assert problem.what == "is a picture"
    assert problem.where == (tmp_path / "a.html").as_posix()
