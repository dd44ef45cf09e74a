"""The blog's export: a document per entry, without comments."""

from collections.abc import Callable
from typing import Any

import pytest

from annotator.formats.readers.inputs import Metadata

Found = Callable[..., Any]

EXPORT = """\
AUTHOR: minato
TITLE: 港の朝
BASENAME: 2022/01/31/120000
STATUS: Publish
ALLOW COMMENTS: 1
CONVERT BREAKS: 0
DATE: 01/31/2022 12:00:00
CATEGORY: 海
CATEGORY: 港
-----
BODY:
<blockquote class="twitter-tweet"><p>灯台の明かり消える <a href="#">https://t.co/Zy9xW8vUt6</a></p>
&mdash; 潮見放送 (@shiomi_news) <a href="#">2022年6月14日</a></blockquote>
<p>岬の灯台は14日、明かりを消しました。</p>
<p>#灯台(岬の灯台・百年)</p>
-----
EXTENDED BODY:
<p>#北の海</p>
-----
COMMENT:
AUTHOR: yoso
DATE: 02/01/2022 01:02:03
#よその(ことば)
-----
--------
AUTHOR: minato
TITLE: 次の日
BASENAME: 2022/02/01/120000
DATE: 02/01/2022 09:00:00 AM
-----
BODY:
次の日の港です。
船が出ます。
-----
--------
"""
FIRST = (
    "灯台の明かり消える https://t.co/Zy9xW8vUt6\n— 潮見放送 (@shiomi_news) 2022年6月14日\n"
    "岬の灯台は14日、明かりを消しました。\n#灯台(岬の灯台・百年)\n#北の海\n"
)
SECOND = "次の日の港です。\n船が出ます。\n"


@pytest.mark.parametrize("name", ["blog.export.txt", "export", "a.mt"])
def test_each_entry_is_a_document(found: Found, name: str) -> None:
    read = found(name, EXPORT)
    assert (read.texts, read.problems) == ([FIRST, SECOND], [])


def test_an_entry_keeps_its_address_in_the_file_its_title_and_its_day(found: Found) -> None:
    first, second = found("a.txt", EXPORT).documents
    assert (first.part, first.metadata) == ("2022/01/31/120000", Metadata(None, "港の朝", "2022-01-31"))
    assert (second.part, second.metadata.date) == ("2022/02/01/120000", "2022-02-01")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "euc_jp", "utf-16"])
def test_an_export_of_another_encoding_is_known(found: Found, encoding: str) -> None:
    text = EXPORT.replace("&mdash;", "-").replace("\n", "\r\n")
    assert found("a.txt", text.encode(encoding)).texts[1] == SECOND


def test_hyphens_in_a_text_do_not_end_it(found: Found) -> None:
    text = EXPORT.replace("船が出ます。\n", "-----\n船が出ます。\n--------\n海です。\n")
    assert found("a.txt", text).texts[1] == "次の日の港です。\n-----\n船が出ます。\n--------\n海です。\n"


def test_a_section_of_a_text_does_not_begin_in_its_middle(found: Found) -> None:
    text = EXPORT.replace("船が出ます。\n", "BODY:\nTITLE: 船\n")
    assert found("a.txt", text).texts[1] == "次の日の港です。\nBODY:\nTITLE: 船\n"


def test_an_export_that_is_cut_short_gives_what_is_there(found: Found) -> None:
    read = found("a.txt", EXPORT[: EXPORT.index("船が") + 1])
    assert read.texts == [FIRST, "次の日の港です。\n船\n"]


def test_two_entries_of_one_name_are_told_apart(found: Found) -> None:
    read = found("a.txt", EXPORT.replace("2022/02/01/120000", "2022/01/31/120000"))
    assert [one.part for one in read.documents] == ["2022/01/31/120000", "2022/01/31/120000#2"]


@pytest.mark.parametrize(
    "text", ["TITLE: 海\n", "題: 海\n-----\nBODY:\n", "-----\nBODY:\n海\n", "AUTHOR: x\n-----\n海\n"]
)
def test_a_text_that_only_looks_alike_is_a_text(found: Found, text: str) -> None:
    assert found("a.txt", text).texts == [text]
