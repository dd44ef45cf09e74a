"""Bytes to stored text: what is removed, what is replaced, and that nothing else changes."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.source import RemovedCharacter, clean_text, read_source, text_digest

LINE_ENDS = ("\r\n", "\r", "\x85", "\x0b", "\x0c", "\u2028", "\u2029")
REMOVED = frozenset(
    chr(code)
    for low, high in (
        (0x0000, 0x0008),
        (0x000E, 0x001F),
        (0x007F, 0x0084),
        (0x0086, 0x009F),
        (0x202A, 0x202E),
        (0x2066, 0x2069),
    )
    for code in range(low, high + 1)
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from("「」#(海) \t\n\r\x85\x0b\x0c\u2028\u2029🇺🇦か\u3099"),
        st.sampled_from("\ufeff\u202e\u2066\x1b\x00\x7f\x9f\ufffd\u200b"),
        st.characters(),
        st.sampled_from("\ud800\udfff\udc80"),
    ),
    max_size=40,
)
ENCODINGS = ["utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16-le", "utf-32-be", "utf-7", "ascii", "latin-1"]


def with_plain_line_ends(text: str) -> str:
    for sign in LINE_ENDS:
        text = text.replace(sign, "\n")
    return text


def restored(text: str, removed: tuple[RemovedCharacter, ...]) -> str:
    pieces: list[str] = []
    last = 0
    for position, name in removed:
        pieces += (text[last:position], chr(int(name.removeprefix("U+"), 16)))
        last = position
    return "".join((*pieces, text[last:]))


@given(TEXTS)
def test_removed_characters_can_be_restored(decoded: str) -> None:
    text, removed, _ = clean_text(decoded)
    whole = with_plain_line_ends(decoded)
    assert restored(text, removed) == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in whole)


@given(TEXTS)
def test_only_the_listed_characters_are_removed(decoded: str) -> None:
    _, removed, _ = clean_text(decoded)
    listed = [f"U+{ord(c):04X}" for c in with_plain_line_ends(decoded.removeprefix("\ufeff")) if c in REMOVED]
    mark = ["U+FEFF"] if decoded.startswith("\ufeff") else []
    assert [name for _, name in removed] == mark + listed


@given(TEXTS)
def test_stored_text_holds_no_listed_character(decoded: str) -> None:
    text, _, _ = clean_text(decoded)
    assert not REMOVED.union("\r\x85\x0b\x0c\u2028\u2029") & set(text)


@given(TEXTS)
def test_cleaning_again_changes_nothing_but_a_second_mark(decoded: str) -> None:
    text, _, _ = clean_text(decoded)
    assert clean_text(text)[0] == text.removeprefix("\ufeff")


@given(TEXTS)
def test_surrogates_are_counted(decoded: str) -> None:
    assert clean_text(decoded)[2] == sum("\ud800" <= c <= "\udfff" for c in decoded)


@given(st.binary(max_size=60), st.sampled_from([None, *ENCODINGS]))
def test_no_bytes_raise(raw: bytes, encoding: str | None) -> None:
    source = read_source(raw, encoding=encoding)
    assert source.sha256 == hashlib.sha256(raw).hexdigest()
    assert source.text_sha256 == hashlib.sha256(source.text.encode()).hexdigest()


@given(st.text(max_size=40), st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"]))
def test_decodable_text_is_unchanged(text: str, encoding: str) -> None:
    kept = clean_text(text)[0]
    marked = text.startswith("\ufeff")
    assert marked or read_source(text.encode(encoding), encoding=encoding).text == kept


@pytest.mark.parametrize("sign", LINE_ENDS)
def test_each_line_end_becomes_one(sign: str) -> None:
    assert read_source(f"一{sign}二".encode()).text == "一\n二"


def test_carriage_returns_stay_in_order() -> None:
    assert clean_text("一\r\r\n\n二")[0] == "一\n\n\n二"


@pytest.mark.parametrize(
    "text", ["か\u3099", "ｶﾞ", "①", " 前 後 ", "\t", "\u200b", "\u3000", "🇺🇦", "a\ufeffb"]
)
def test_nothing_else_changes(text: str) -> None:
    source = read_source(text.encode())
    assert (source.text, source.removed) == (text, ())


def test_removed_characters_are_named_with_their_place() -> None:
    assert read_source(b"ab\x1b\x00c\x9b").removed == ((2, "U+001B"), (2, "U+0000"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_mark_decides_the_encoding(encoding: str) -> None:
    source = read_source("\ufeff海".encode(encoding), encoding="cp932")
    assert (source.text, source.encoding) == ("海", encoding)


def test_byte_order_mark_is_recorded_as_removed() -> None:
    assert read_source("\ufeff海".encode()).removed == ((0, "U+FEFF"),)


def test_undecodable_byte_has_a_diagnostic_at_its_position() -> None:
    source = read_source("一\n二".encode() + b"\xff")
    assert source.text == "一\n二\ufffd"
    assert [(each.code, each.line, each.column) for each in source.diagnostics] == [("undecodable", 2, 2)]


def test_diagnostic_is_at_the_undecodable_byte_and_not_at_a_replacement_character() -> None:
    source = read_source("\ufffd\n".encode() + b"\xff")
    assert [(each.line, each.column) for each in source.diagnostics] == [(2, 1)]


def test_encoded_replacement_character_has_no_diagnostic() -> None:
    assert not read_source("\ufffd".encode()).diagnostics


def test_lone_surrogate_has_a_diagnostic() -> None:
    source = read_source(b"a+2AA-b", encoding="utf-7")
    assert source.text == "a\ufffdb"
    assert [each.code for each in source.diagnostics] == ["undecodable"]


def test_unknown_encoding_is_refused() -> None:
    with pytest.raises(LookupError):
        read_source(b"", encoding="no-such-encoding")


def test_digest_is_of_the_text_in_utf_8() -> None:
    assert text_digest("海") == hashlib.sha256(b"\xe6\xb5\xb7").hexdigest()
