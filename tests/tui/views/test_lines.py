"""The pane of commentary lines: the opened one, the closed ones, and the highlights."""

import pytest

from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.graphemes import cell_width
from annotator.tui.views.lines import line_highlights, lines_page
from tests.tui.views.pages import (
    WIDTH,
    highlighted,
    line_of,
    line_paragraphs,
    page_paragraphs,
)


def checkboxes(session: Session) -> list[str]:
    """Return the checkbox of each line."""
    return [one.text[:4] for one in line_paragraphs(session) if one.text.startswith("[")]


def quotation_rows(session: Session) -> list[str]:
    """Return the rows of the opened line's quotations."""
    return [one.text for one in page_paragraphs(lines_page(session, "en").parts, 90) if one.indent]


def test_only_the_current_line_is_opened(first: Session) -> None:
    first.navigation.move_line(1)
    page = line_paragraphs(first)
    assert [one.text for one in page if one.style == "commentary"] == [
        line_of(first).span.of(first.cursor.view.document.parse.text)
    ]
    assert next(one.text for one in page if one.style == "heading") == "[ ]  2/3"


def test_closed_lines_are_one_row_each(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    closed = [one for one in line_paragraphs(first) if one.text.startswith("[") and one.style == "meta"]
    assert len(closed) == 2
    assert all(cell_width(one.text) <= WIDTH for one in closed)


def test_a_click_on_a_closed_line_stands_for_its_position(first: Session) -> None:
    page = line_paragraphs(first)
    closed = [one for one in page if one.text.startswith("[") and one.style == "meta"]
    assert [one.click_position for one in closed] == [
        line.span.start for line in first.cursor.group.lines[1:]
    ]


def test_with_the_clip_as_unit_no_line_is_opened(first: Session) -> None:
    first.cursor.toggle_clip()
    assert [one.style for one in line_paragraphs(first)] == ["meta"] * 3


def test_a_clip_without_lines_says_so(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_clip(1)
    assert [one.text for one in line_paragraphs(session)] == [say("no_commentary", "en")]


def test_checkboxes_show_open_begun_and_done(first: Session) -> None:
    stance, fact, source = first.codebook.dimensions
    first.answer(stance, "favor")
    first.navigation.move_line(1)
    for dimension, label in ((stance, "favor"), (fact, "fact"), (source, "A")):
        first.answer(dimension, label)
    assert checkboxes(first) == ["[-] ", "[x] ", "[ ] "]


def test_a_flag_is_shown_beside_the_checkbox(first: Session) -> None:
    first.flag()
    assert checkboxes(first) == ["[ ]!", "[ ] ", "[ ] "]


def test_a_note_is_not_a_flag(first: Session) -> None:
    first.note("要確認")
    assert checkboxes(first) == ["[ ] ", "[ ] ", "[ ] "]


def test_undo_clears_the_checkbox(first: Session) -> None:
    first.answer(first.codebook.dimensions[0], "favor")
    first.undo()
    assert checkboxes(first) == ["[ ] ", "[ ] ", "[ ] "]


def test_the_quotations_of_the_line_are_highlighted(first: Session) -> None:
    assert highlighted(first, line_highlights(first)) == [
        ("航路は三月まで毎日開けておく", "verbatim"),
        ("氷の割れる音を合図に船を出す", "recast"),
    ]


def test_a_quotation_without_evidence_is_not_highlighted(first: Session) -> None:
    first.navigation.move_line(1)
    assert highlighted(first, line_highlights(first)) == [("航路は四月まで毎日開けておく", "altered")]


def test_a_quotation_with_evidence_in_another_clip_is_elsewhere(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    assert highlighted(first, line_highlights(first)) == [("百年の明かりは今夜かぎりで消える", "elsewhere")]


def test_no_line_is_highlighted_if_the_clip_is_the_unit(first: Session) -> None:
    first.cursor.toggle_clip()
    assert line_highlights(first) == []


def test_markup_in_a_line_is_shown_as_text(flags: Session) -> None:
    page = line_paragraphs(flags)
    assert page[1].text == "#旗[/b](印・[red]赤い札「[bold]太い旗[/bold]を掲げる」)"
    assert quotation_rows(flags) == ["  [red]赤い札「[bold]太い旗[/bold]を掲げる」 — not in any clip"]


@pytest.mark.parametrize("width", [0, 5, 6, 12, 20, 200])
def test_closed_lines_fit_any_width(flags: Session, width: int) -> None:
    flags.navigation.move_line(1)
    closed = page_paragraphs(lines_page(flags, "en").parts, width)[0]
    assert cell_width(closed.text) <= max(width, 5)


@pytest.mark.parametrize("width", [5, 12, 40, 90])
def test_rows_fit_where_ambiguous_characters_are_wide(first: Session, width: int) -> None:
    rows = page_paragraphs(lines_page(first, "en").parts, width, ambiguous_width=2)
    cut = [one for one in rows if one.click_position is not None]
    assert len(cut) == 4
    assert all(one.indent + cell_width(one.text, ambiguous_width=2) <= width for one in cut)


def test_the_line_or_the_opened_quotation_is_revealed(first: Session) -> None:
    first.navigation.move_line(1)
    parts, at, last = lines_page(first, "en")
    shown = page_paragraphs(parts)
    assert shown[at].text == "[ ]  2/3"
    assert all(one.click_position is not None for one in shown[last:])
    assert [one.style for one in shown[at:last]][:4] == ["heading", "commentary", "meta", "meta"]
    first.cursor.next_quotation()
    parts, at, last = lines_page(first, "en")
    assert page_paragraphs(parts)[at].style == "quotation"
