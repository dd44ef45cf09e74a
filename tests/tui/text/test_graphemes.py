"""The graphemes of a text, what is drawn for each, and how wide that is."""

import re
import unicodedata
from itertools import chain

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import iter_graphemes

from annotator.corpus.span import Span
from annotator.tui.text.graphemes import (
    INVISIBLE,
    MARK_CARRIER,
    MAX_GRAPHEME,
    MISSING_GLYPH,
    cell_width,
    draw,
    pad,
    printable,
    shape,
    split_graphemes,
    truncate,
)
from tests.tui.text.samples import (
    FAMILY,
    FLAG,
    GRAPHEMES,
    HALF_VOICED,
    HEART,
    KEYCAP,
    SKIN,
    TEXTS,
    VARIANT,
    VOICED,
    grapheme_spans,
)

# Scripts of which a few signs stay alone, or join, against the rules.
SCRIPTS_WITHOUT_RULES = re.compile(
    "AHOM|ARABIC|DIVES|KAITHI|LAO|MALAYALAM|MASARAM|MYANMAR|SHARADA|SOYOMBO|SYRIAC|TAI|THAI"
)
# All planes that have characters, but the later ones of kanji.
CHARACTERS = [chr(code) for code in chain(range(0x20100), range(0xE0000, 0xE0200))]
# Of these every combination is known: of Latin, Japanese, Korean and symbols.
KNOWN_CHARACTERS = {
    char
    for char in CHARACTERS
    if char <= "\u036f" or "\u1100" <= char <= "\u11ff" or "\u2000" <= char <= "\ud7ff" or char >= "\ufe00"
    if unicodedata.category(char) != "Cn"
    and not "\U00010000" <= char <= "\U0001ccff"
    and not "\ua800" <= char <= "\uabff"
}


@settings(deadline=None)
@given(TEXTS)
def test_graphemes_are_those_of_unicode_and_partition_the_text(text: str) -> None:
    found = split_graphemes(text)
    assert "".join(found) == text
    if set(text) <= KNOWN_CHARACTERS:
        assert found == list(iter_graphemes(text)) or max(map(len, found)) == MAX_GRAPHEME


@pytest.mark.parametrize("text", ["a" + "\u0301" * 999, "\u1100" * 999, "क\u094d" * 999, "👨\u200d" * 999])
def test_a_grapheme_without_end_is_cut_into_parts_that_fit_a_row(text: str) -> None:
    assert "".join(split_graphemes(text)) == text
    assert all(cell_width(one) <= 64 for one in split_graphemes(text))


def test_every_character_joins_its_neighbours_as_unicode_says() -> None:
    wrong = {
        unicodedata.name(char).split()[0]
        for char in CHARACTERS
        if unicodedata.category(char) != "Cn"  # Another version of Unicode than Python's has it.
        and split_graphemes(f"a{char}a{char}") != [*iter_graphemes(f"a{char}a{char}")]
    }
    assert [script for script in wrong if not SCRIPTS_WITHOUT_RULES.fullmatch(script)] == []


@pytest.mark.parametrize("grapheme", GRAPHEMES)
def test_each_of_these_is_one_grapheme(grapheme: str) -> None:
    assert split_graphemes("あ" + grapheme + "い") == ["あ", grapheme, "い"]


def test_flags_pair_from_the_left() -> None:
    assert split_graphemes("🇯🇵🇺🇸🇫") == ["🇯🇵", "🇺🇸", "🇫"]


@pytest.mark.slow
def test_every_character_is_drawn_as_wide_as_unicode_says() -> None:
    """Textual has a table of its own; terminals follow Unicode's East Asian Width."""
    wrong = []
    for char in CHARACTERS:
        drawn = printable(char)
        cells = 2 if drawn and unicodedata.east_asian_width(drawn[0]) in "WF" else 1
        if drawn and (cell_width(char) != cells or cell_len(drawn[1:]) != 0):
            wrong.append(char)
    assert wrong == []


@settings(deadline=None)
@given(TEXTS)
@example("क\u094dष")
@example("\u06001")
@example(" \u0301\u0301")
@example("\u1100\u1100\u1161")
def test_a_drawn_text_is_as_wide_as_textual_counts_it_and_is_drawn_as_itself(text: str) -> None:
    drawn = printable(text)
    assert cell_len(drawn) == cell_width(text) == cell_width(drawn)
    assert printable(drawn) == drawn
    assert cell_width(text) == sum(map(cell_width, split_graphemes(text)))


@settings(deadline=None)
@given(TEXTS)
def test_nothing_drawn_can_act_on_the_terminal(text: str) -> None:
    categories = {unicodedata.category(char) for char in printable(text)}
    assert not categories & {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
    assert not set(printable(text)) & {"\ufe0f", "\u200d", "\u20e3", "🏽"}


@pytest.mark.parametrize(
    ("stored", "drawn"),
    [
        (HEART, "❤"), (KEYCAP, "1"), (SKIN, "👍"), (FAMILY, "👨"), (FLAG, FLAG), ("🇯", "J"), (VOICED, "が"),
        (HALF_VOICED, HALF_VOICED), (VARIANT, "葛"), ("\x1b[31m", "␛[31m"), ("\x7f", "␡"),
        ("\u202e", INVISIBLE), ("\u200b", INVISIBLE), ("\u0301", f"{MARK_CARRIER}\u0301"), ("\ufe0f", MARK_CARRIER),
        ("a\tb\n", "a b"), ("\ue000", MISSING_GLYPH), ("[/b] [sic]", "[/b] [sic]"), ("\u00a0", " "),
        ("x" + "\u0335" * 9, "x" + "\u0335" * 4), ("क\u094dष", "क\u094dष"), ("\u06001", "␣1"),
    ],
)  # fmt: skip
def test_what_is_drawn(stored: str, drawn: str) -> None:
    assert printable(stored) == drawn


def test_ambiguous_characters_take_the_cells_that_the_terminal_gives_them() -> None:
    assert cell_width("漢①…a") == 5
    assert cell_width("漢①…a", ambiguous_width=2) == 7
    assert cell_width("e\u0301", ambiguous_width=2) == cell_width("é", ambiguous_width=2)


@settings(deadline=None)
@given(TEXTS, st.data())
def test_columns_map_to_graphemes_and_back(text: str, data: st.DataObject) -> None:
    text = text.replace("\n", "")
    run = shape(text)
    spans = grapheme_spans(text)
    for number, span in enumerate(spans):
        for column in range(run.columns[number], run.columns[number + 1]):
            assert run.offset_at(column) == span.start
    assert run.offset_at(run.cells) == len(text)
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        span = Span(start, data.draw(st.integers(start + 1, len(text))))
        touched = [number for number, one in enumerate(spans) if one.overlaps(span)]
        assert run.covering(span) == Span(touched[0], touched[-1] + 1)


def test_spaces_past_the_width_are_not_drawn() -> None:
    assert draw("abcd   ", 4).text == "abcd"
    assert draw("ab   ", 4).text == "ab  "
    assert draw("abcde", 4).text == "abcde"


@settings(deadline=None)
@given(TEXTS, st.integers(0, 30), st.sampled_from([1, 2]))
def test_a_truncated_text_fits_and_shows_the_beginning(text: str, width: int, ambiguous_width: int) -> None:
    shown = truncate(text, width, ambiguous_width=ambiguous_width)
    assert cell_width(shown, ambiguous_width=ambiguous_width) <= max(width, ambiguous_width if width else 0)
    if shown != printable(text):
        assert printable(text).startswith(shown.removesuffix("…"))
        assert width == 0 or shown.endswith("…")


@settings(deadline=None)
@given(TEXTS, st.integers(3, 30))
def test_a_padded_text_takes_exactly_the_width(text: str, width: int) -> None:
    shown = pad(text, width)
    assert cell_width(shown) == width
    assert shown.endswith(" ")
