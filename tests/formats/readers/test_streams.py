"""Opening inputs: compressed, damaged, too large, changing, and what is not a regular file."""

import gzip
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from annotator.formats.errors import FormatError
from annotator.formats.readers import inputs, plain_text, streams
from annotator.formats.readers.inputs import DEFAULT_OPTIONS, Document, RawDocument, ReadOptions
from annotator.formats.readers.reading import find_raw_documents, read_documents

Found = Callable[..., Any]
TEXT = "朝の港です。\n#海(波)\n"


def zstd(raw: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(raw)


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".zst", zstd)])
def test_packed_files_are_read_as_what_they_hold(
    found: Found, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    assert found(f"a.txt{suffix}", pack(TEXT.encode())).texts == [TEXT]
    assert found(f"a.jsonl{suffix}", pack(b'{"text": "1"}\n{"text": "2"}\n')).texts == ["1", "2"]
    assert found(f"a.html{suffix}", pack(b"<html><p>1</p>")).texts == ["1\n"]


def test_a_zstandard_file_is_refused_without_its_extra(
    found: Found, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    read = found("a.txt.zst", zstd(TEXT.encode()))
    assert read.documents == []
    assert [str(problem) for problem in read.problems] == [
        f"{(tmp_path / 'a.txt.zst').as_posix()}: Zstandard files need the extra 'zstd'. "
        'Install it with: pip install "hashtag-annotator[zstd]".'
    ]


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_several_packed_parts_are_one_file(found: Found, pack: Callable[[bytes], bytes]) -> None:
    assert found("a.txt.gz", pack("海".encode()) + pack("港".encode())).texts == ["海港"]


def test_a_folder_gives_packed_files_too(tmp_path: Path) -> None:
    for name in ("a.txt.gz", "b.html.zst", "c.gz", "d.tar.gz"):
        (tmp_path / name).write_bytes(gzip.compress(b"x") if name.endswith("gz") else zstd(b"x"))
    pieces = find_raw_documents([str(tmp_path)], DEFAULT_OPTIONS)
    assert [Path(one.file.source).name for one in pieces if isinstance(one, RawDocument)] == [
        "a.txt.gz",
        "b.html.zst",
    ]


def test_the_digest_is_of_the_unpacked_bytes(found: Found) -> None:
    packed, plain = found("a.txt.gz", gzip.compress(TEXT.encode())).one, found("a.txt", TEXT).one
    assert packed.text == plain.text


@pytest.mark.slow
@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_a_packed_file_that_is_cut_short_gives_its_records_and_a_problem(
    found: Found, pack: Callable[[bytes], bytes]
) -> None:
    rows = b"".join(b'{"text": "%d"}\n' % number for number in range(200_000))
    read = found("a.jsonl.gz", pack(rows)[:-9])
    assert read.texts[:2] == ["0", "1"]
    assert "cut short" in read.problems[-1].what


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst"])
def test_a_file_that_is_not_packed_as_its_name_says_is_reported(found: Found, name: str) -> None:
    assert [one.what for one in found(name, TEXT).problems] == ["is not packed as its name says"]


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_a_bomb_is_left_where_it_grows_too_far(
    found: Found, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_SMALL_EXPANSION", 1 << 20)
    read = found("a.jsonl.gz", pack(b'{"text": "1"}\n' + b"\n" * (1 << 23)))
    assert read.texts == ["1"]
    assert [one.what for one in read.problems] == ["unpacks to more than 200 times its size"]


def test_a_text_that_unpacks_to_too_much_is_skipped(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_text, "LARGEST_DOCUMENT", 1000)
    assert found("a.txt.gz", gzip.compress(b"x" * 1000)).texts == ["x" * 1000]
    (problem,) = found("a.txt.gz", gzip.compress(b"x" * 1001)).problems
    assert "larger than a document may be" in problem.what


def test_a_text_of_too_many_lines_is_skipped(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST_LINES", 10)
    assert len(found("a.txt", "海\n" * 10).documents) == 1
    assert len(found("a.txt", "海\n" * 11).problems) == 1
    assert len(found("a.jsonl", '{"text": "' + "\\n" * 11 + '"}\n').problems) == 1
    assert len(found("a.html", "<html>" + "<p>海</p>" * 11).problems) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n" + TEXT.encode(), "is a PDF file"),
        (b"PK\x03\x04" + bytes(100), "is a ZIP archive or office document"),
        (bytes(range(256)) * 8, "is no text"),
        (bytes(1_000_000), "is no text"),
        (os.urandom(5000), "is no text"),
    ],
    ids=["pdf", "zip", "every byte", "zeros", "random"],
)
def test_what_is_no_text_is_skipped(found: Found, raw: bytes, what: str) -> None:
    read = found("a.txt", raw)
    assert (read.documents, [one.what for one in read.problems]) == ([], [what])


def test_a_text_with_a_few_zeros_is_read_without_them(found: Found) -> None:
    source = found("a.txt", "朝の港\x00です。船が出る。\n").one.text
    assert source.text == "朝の港です。船が出る。\n"
    assert source.removed == ((3, "U+0000"),)


def test_a_file_that_grows_while_it_is_read_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "1"}\n{"text": "2"}\n', "utf-8")
    read = []
    for item in read_documents([str(path)], DEFAULT_OPTIONS):
        read.append(item)
        if len(read) < 5:
            with path.open("a", encoding="utf-8") as file:
                file.write('{"text": "more"}\n')
    texts = [item.text.text for item in read if isinstance(item, Document)]
    assert texts == ["1", "2"]
    assert isinstance(read[-1], FormatError)
    assert read[-1].what == "changed while it was read"


def test_a_text_that_changes_while_it_is_read_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    read_whole = streams.read_whole

    def grow(*given: Any) -> bytes | None:
        path.write_text(TEXT * 2, "utf-8")
        return read_whole(*given)

    monkeypatch.setattr(plain_text, "read_whole", grow)
    (item,) = read_documents([str(path)], DEFAULT_OPTIONS)
    assert isinstance(item, FormatError)
    assert item.what == "changed while it was read"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_is_reported_and_not_read() -> None:
    (item,) = read_documents(["/dev/zero"], DEFAULT_OPTIONS)
    assert isinstance(item, FormatError)
    assert item.what == "no regular file"


def test_standard_input_may_be_packed_and_of_any_format(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = gzip.compress(b'{"text": "1"}\n{"text": "2"}\n')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    items = list(read_documents(["-"], ReadOptions(format="jsonl")))
    assert [item.text.text for item in items if isinstance(item, Document)] == ["1", "2"]
