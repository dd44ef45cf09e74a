"""No bytes make a reader raise: every file gives documents and problems, and the texts are clean."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.source import CONTROL_CHARACTERS, clean_text
from annotator.formats.errors import FormatError
from annotator.formats.readers import streams
from annotator.formats.readers.inputs import ReadOptions
from annotator.formats.readers.reading import read_documents
from annotator.formats.readers.registry import READERS

# Parts of all formats, whole and broken, in several encodings.
PARTS = st.sampled_from(
    [
        *(
            words.encode(name)
            for name in ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be")
            for words in ("港の朝です。\n", "「夜」", "#海(波)\n")
        ),
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\x1b$B",
        b"\r\n",
        b"\r\x01",
        b"\x00",
        b"\xed\xa0\x80",
        b'{"text": "',
        b'"}\n',
        b'"\\ud800\\u0000"',
        b"text,url\n",
        b'"",',
        b"TITLE: 1\n",
        b"BASENAME: a\n",
        b"-----\n",
        b"--------\n",
        b"BODY:\n",
        b"<!doctype html><meta charset=",
        b"euc-jp>",
        b"<div class='entry-content'>",
        b"<blockquote class=twitter-tweet><p>",
        b"<iframe title='a on X: \"b\"' src='https://hatenablog-parts.com/embed?url=https://x.com/",
        b"'></iframe><cite class=hatena-citation>",
        b"<pre>",
        b"</p></div>",
        b"<!--",
        b"&#x1b;&#xd800;&#0;",
        b"<time datetime='2022-01-31T00:00:00Z'>",
    ]
)
CONTENTS = st.lists(PARTS | st.binary(max_size=8), max_size=12).map(b"".join)


@pytest.mark.parametrize("form", [None, *READERS])
@given(content=CONTENTS, packed=st.sampled_from([None, "whole", "cut"]))
def test_any_bytes_are_documents_and_problems(
    form: str | None, content: bytes, packed: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    raw = gzip.compress(content) if packed else content
    path.write_bytes(raw[:-5] if packed == "cut" else raw)
    for item in read_documents([str(path)], ReadOptions(format=form)):
        if isinstance(item, FormatError):
            assert item.what
            assert item.advice
        else:
            text = item.text.text
            assert clean_text(text)[0] == text.removeprefix("\ufeff")
            assert all(not CONTROL_CHARACTERS.search(words) for words in item.metadata if words)
            assert text.encode("utf-8").decode("utf-8") == text


@given(st.binary(max_size=300))
def test_zstandard_of_any_bytes_is_read_or_damaged(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.zst"
    path.write_bytes(streams._ZSTANDARD + content)
    (item,) = read_documents([str(path)], ReadOptions(format="text"))
    assert isinstance(item, FormatError) or not content
