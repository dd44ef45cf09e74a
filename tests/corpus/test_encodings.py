"""Detecting encodings, of single lines and of documents."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.encodings import codec_for_label, detect_encoding, looks_binary
from annotator.corpus.source import read_source

SEEDS = Path(__file__).parents[2] / "seeds"
LINES = [
    line
    for path in sorted(SEEDS.glob("*.txt"))
    for line in path.read_text("utf-8").split("\n")
    # Letters that one of the encodings does not have say nothing about the others.
    if len(line) > 5 and all(line.encode(name, "ignore").decode(name) == line for name in ("cp932", "euc_jp"))
]
ENCODINGS = ["utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-16-be"]
RARE = "Наутро старого маяка песня\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_line_is_decoded_to_itself(encoding: str) -> None:
    for line in LINES:
        assert read_source(f"{line}\n".encode(encoding)).text == f"{line}\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [2, 5, 50])
def test_longer_texts_are_decoded_to_themselves(encoding: str, length: int) -> None:
    chance = random.Random(length)
    for _ in range(20):
        text = "\n".join(chance.choices(LINES, k=length))
        assert read_source(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["plain English, nothing else\n", RARE])
def test_wide_text_of_other_scripts_is_no_binary(encoding: str, text: str) -> None:
    source = read_source(text.encode(encoding))
    assert (source.text, source.encoding) == (text, encoding)
    assert not looks_binary(text.encode(encoding), source.encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("①ⅷ㈱の港\nはしごだか髙\n", "cp932"), ("①の港は㈱です。海が見える。\n", "euc_jis_2004")],
)
def test_vendor_characters_are_decoded(text: str, encoding: str) -> None:
    assert read_source(text.encode(encoding)).text == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_valid_utf_8_is_utf_8(text: str) -> None:
    assert detect_encoding(text.encode()) == "utf-8"


@pytest.mark.parametrize("damage", [b"\xff", b"\xe6\xb5", b"\x80\xfe"])
def test_damaged_utf_8_is_utf_8(damage: bytes) -> None:
    for line in LINES:
        raw = line.encode()
        if not raw.isascii():
            assert detect_encoding(raw + damage) == "utf-8"


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_damaged_japanese_keeps_its_encoding(encoding: str) -> None:
    raw = "\n".join(LINES[:30]).encode(encoding)
    source = read_source(raw[:400] + b"\x85\x20" + raw[400:])
    assert source.encoding == encoding
    assert [one.code for one in source.diagnostics] == ["undecodable"]


@given(st.binary(max_size=200))
def test_any_bytes_have_an_encoding_that_decodes(raw: bytes) -> None:
    assert isinstance(raw.decode(detect_encoding(raw), "replace"), str)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("EUC-JP", "euc_jp"),
        ("rot13", None),
        ("base64", None),
        ("", None),
    ],
)
def test_labels_of_documents_name_codecs(label: str, codec: str | None) -> None:
    assert codec_for_label(label) == codec


def test_many_controls_are_no_text_and_a_few_are() -> None:
    assert looks_binary(bytes(range(256)) * 4, "cp932")
    assert not looks_binary("港の船が\x00出る。".encode() * 3, "utf-8")
