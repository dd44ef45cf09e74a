"""`parse --explain`: the whole text with what was read from it, within the width, carets in the right cell."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.cli.parse_explanation import explanation_rows
from annotator.corpus.model import Parse
from annotator.corpus.parse import parse
from annotator.corpus.source import CONTROL_CHARACTERS, read_source
from annotator.formats.readers.inputs import Document, InputFile, Metadata
from annotator.tui.text.graphemes import cell_width
from annotator.workflow.importing.parsing import ParsedDocument

SIGNS = "#＃(（)）「」『』・=、。 \n—@a1海ア年月日が\t👨‍👩‍👧🇺🇦e\u0301\x1b"
MARGIN = 24


def read(text: str) -> ParsedDocument:
    """Return a text as it is parsed from a file."""
    source = read_source(text.encode("utf-8", "surrogatepass"))
    document = Document(InputFile("a.txt", None, "text"), None, source, Metadata())
    return ParsedDocument(document, parse(source.text).with_diagnostics(source.diagnostics))


def rows(text: str, width: int = 80) -> list[str]:
    """Return the explanation of a text without its first line."""
    first, *rest, last = explanation_rows(read(text), width)
    assert first.startswith("a.txt: utf-8, ")
    assert last == ""
    return rest


def shown(found: list[str]) -> list[tuple[int, str, str]]:
    """Return the line number, kind and clip of each block."""
    return [(int(row[:5]), row[6:19].strip(), row[20:23].strip()) for row in found if row[:5].strip()]


def test_every_line_has_its_number_kind_and_clip(post_text: str) -> None:
    assert shown(rows(post_text)) == [
        (1, "headline", "1"),
        (2, "attribution", "1"),
        (3, "paragraph", "1"),
        (4, "paragraph", "1"),
        (5, "commentary", "1"),
        (6, "commentary", "1"),
        (7, "headline", "2"),
        (8, "attribution", "2"),
        (9, "paragraph", "2"),
        (10, "commentary", "2"),
        (11, "document_tags", ""),
    ]


def test_the_fields_of_a_clip_are_shown(post_text: str) -> None:
    found = " ".join(row.strip() for row in rows(post_text, 200))
    assert (
        "headline 灯台の明かり 百年ぶりに消える, publisher 潮見放送ニュース, handle shiomi_news, "
        "date 2022-06-14, link https://t.co/Zy9xW8vUt6" in found
    )


def test_missing_fields_of_a_clip_are_named(article_text: str) -> None:
    assert "no publisher, handle, date, link" in "\n".join(rows(article_text, 120))


def test_a_line_shows_its_tags_segments_and_quotations(post_text: str) -> None:
    found = [row.strip() for row in rows(post_text, 120)]
    at = found.index("tags: 冬の航路")
    assert found[at : at + 5] == [
        "tags: 冬の航路",
        "- ベルカ港湾局",
        "- サーリ局長「航路は三月まで毎日開けておく」",
        "サーリ局長「航路は三月まで毎日開けておく」",
        "verbatim at 4:12 in clip 1",
    ]
    assert "tags: 冬の航路 = 北航路" in found
    assert "absent" in found


def test_an_altered_quotation_shows_its_changes(post_text: str) -> None:
    altered = post_text.replace("(ベルカ港湾局・サーリ局長「航路は三月まで", "(サーリ局長「航路は五月まで")
    found = " ".join(row.strip() for row in rows(altered, 120))
    assert re.search(r"altered 0\.\d\d at 4:12 in clip 1, number: 航路は\[-三-\]\{\+五\+\}月まで", found)


def test_a_repeated_block_names_the_first() -> None:
    line = "ベルカの港湾局は十三日、氷で閉じていた冬の航路を来月から再開すると発表しました。\n"
    assert [row.strip() for row in rows(f"港の市場\n{line}途中の文です。\n{line}")].count(
        "repeats line 2"
    ) == 1


def test_duplicates_further_up_are_named(post_text: str) -> None:
    line = "＃灯台（岬の灯台・百年）"
    found = [row.strip() for row in rows(f"{post_text}{line}\n{post_text}", 120)]
    assert found.count("the same as line 10") == 2
    for number in (1, 5, 6, 7):
        assert found.count(f"the same as line {number}") == 1


@pytest.mark.parametrize("before", ["", "港", "ｱｲ", "e\u0301👨‍👩‍👧港", "…①", "a\tb"])
def test_a_caret_is_below_its_character(before: str) -> None:
    found = rows(
        f"見出し https://t.co/Ab3dE5fGh7\n— 潮見 (@a_b) 2022年6月13日\n#港({before}・市場」朝)\n", 120
    )
    at = next(number for number, row in enumerate(found) if "^ surplus-bracket" in row)
    text, caret = found[at - 1], found[at].index("^")
    assert cell_width(text[: text.index("」")]) == caret


def test_a_caret_on_a_wrapped_line_is_below_its_row() -> None:
    found = rows("#港(" + "あ" * 40 + "」" + "い" * 40 + ")\n", 60)
    at = next(number for number, row in enumerate(found) if row.strip().startswith("surplus-bracket")) - 1
    assert found[at].strip() == "^"
    assert found[at - 1][MARGIN:].find("」") >= 0
    assert cell_width(found[at - 1][: found[at - 1].index("」")]) == found[at].index("^")


@given(st.text(SIGNS, max_size=120), st.integers(1, 120))
def test_the_explanation_of_any_text_fits_the_width(text: str, width: int) -> None:
    document = read(text)
    first, *found, _ = explanation_rows(document, width)
    assert not any(CONTROL_CHARACTERS.search(row) for row in (first, *found))
    # A cluster that is wider than the narrowest of rooms is not cut.
    assert all(cell_width(row) <= max(width, MARGIN + 16) for row in found if len(row) > MARGIN)
    blocks = document.parse.blocks
    assert [kind for _, kind, _ in shown(found)] == [block.kind for block in blocks]
    assert sum(row.lstrip().startswith("^") for row in found) == len(document.parse.diagnostics)


@given(st.text(SIGNS[: SIGNS.index("\t")], max_size=80))
def test_the_rows_hold_the_whole_text(text: str) -> None:
    # Wide enough that nothing wraps.
    document = read(text)
    found = list(explanation_rows(document, 2000))[1:]
    lines = [row[MARGIN:] for row in found if row[:5].strip()]
    assert "".join(lines).replace(" ", "") == plain(document.parse)


def plain(parse: Parse) -> str:
    """Return a text without the white space that rows do not keep."""
    return parse.text.replace("\n", "").replace(" ", "")


def test_every_shipped_document_is_explained_in_80_columns(root: Path) -> None:
    for path in sorted((root / "seeds").glob("*.txt")):
        document = read(path.read_text("utf-8"))
        first, *found, _ = explanation_rows(document, 80)
        assert first.startswith("a.txt: ")
        assert max(map(cell_width, found)) <= 80
        assert len(shown(found)) == len(document.parse.blocks)
