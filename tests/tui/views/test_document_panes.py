"""What the two panes are given to show, and where their marks stand."""

import pytest

from annotator.codebook.model import Language
from annotator.corpus.model import Clip, Commentary
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import Layout
from annotator.tui.text.line_breaking import cell_width
from annotator.tui.text.roles import HIGHLIGHT_STYLES, PARAGRAPH_STYLES
from annotator.tui.text.sections import Paragraph, Part, Sections
from annotator.tui.views.document_panes import clip_highlights, clip_page, line_highlights, lines_page

WIDTH = 40


def clip_of(session: Session) -> Clip:
    """Return the clip in view."""
    assert session.cursor.group.clip is not None
    return session.cursor.group.clip


def line_of(session: Session) -> Commentary:
    """Return the line that is the unit."""
    assert isinstance(session.cursor.unit, Commentary)
    return session.cursor.unit


def words_at(session: Session, marks: list[Highlight]) -> list[tuple[str, str]]:
    """Return what each mark covers, and its role."""
    text = session.cursor.view.document.parse.text
    return [(mark.span.of(text), mark.role) for mark in marks]


def roles(page: list[Paragraph]) -> list[str]:
    """Return the roles of the paragraphs, without the empty ones between them."""
    return [one.role for one in page if one.text]


def made(parts: list[Part], width: int = WIDTH) -> list[Paragraph]:
    """Return every paragraph of a page, also those that are made when they are looked at."""
    layout = Layout(Sections(parts), width)
    return [layout.paragraph(number) for number in range(layout.sections.paragraphs)]


def clip_shown(session: Session, language: Language = "en", *, unfolded: bool = False) -> list[Paragraph]:
    """Return the page of the clip."""
    return made(clip_page(session, language, unfolded=unfolded))


def marks_in_clip(session: Session) -> list[Highlight]:
    """Return the marks in the clip."""
    return clip_highlights(session)[0]


def opened(session: Session) -> list[Paragraph]:
    """Return the page of the lines at a fixed width."""
    return made(lines_page(session, "en").parts)


def signs(session: Session) -> list[str]:
    """Return the sign before each line."""
    return [one.text[:4] for one in opened(session) if one.text.startswith("[")]


@pytest.fixture
def first(session: Session) -> Session:
    """At the first of the three lines of the first clip."""
    session.navigation.move_clip(1)
    return session


@pytest.fixture
def flags(session: Session) -> Session:
    """At the first line of the document that holds what would be markup."""
    while session.cursor.view.number < 2:
        session.navigation.move_clip(1)
    return session


# The clip


def test_a_clip_is_headline_origin_and_body(first: Session) -> None:
    page = clip_shown(first)
    assert roles(page) == ["headline", "meta", "paragraph", "gap"]


def test_the_origin_is_publisher_handle_date_and_link(first: Session) -> None:
    origin = next(one for one in clip_shown(first) if one.role == "meta")
    assert origin.text == "潮見放送ニュース  @shiomi_news  2022-06-13  https://t.co/Ab3dE5fGh7"


def test_a_page_without_origin_has_no_such_row(session: Session) -> None:
    while session.navigation.move_clip(1):
        pass
    assert roles(clip_shown(session)) == ["headline", "paragraph", "paragraph"]


def test_what_is_folded_away_is_counted(first: Session) -> None:
    assert clip_shown(first)[-1].text == say("folded", "en", count=2, press="\\")


def test_unfolded_boilerplate_and_repeats_stand_in_their_place(first: Session) -> None:
    page = clip_shown(first, unfolded=True)
    assert roles(page) == ["headline", "meta", "paragraph", "boilerplate", "repeat"]


def test_where_nothing_is_folded_nothing_is_said(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_clip(1)
    assert roles(clip_shown(session)) == ["headline", "meta", "paragraph"]


@pytest.mark.parametrize("unfolded", [False, True])
def test_paragraphs_of_the_document_stand_where_they_say(session: Session, unfolded: bool) -> None:
    more = True
    while more:
        text = session.cursor.view.document.parse.text
        page = [*clip_shown(session, unfolded=unfolded), *opened(session)]
        for one in page:
            assert one.offset < 0 or text[one.offset : one.offset + len(one.text)] == one.text
        more = session.navigation.move_line(1)


def test_no_body_line_is_left_out(session: Session) -> None:
    more = True
    while more:
        if session.cursor.group.clip is not None:
            shown = {one.offset for one in clip_shown(session)}
            assert {span.start for span in clip_of(session).body_spans} <= shown
        more = session.navigation.move_clip(1)


def test_a_line_above_all_clips_shows_none(session: Session) -> None:
    assert [one.text for one in clip_shown(session, unfolded=True)] == [say("no_clip", "en")]


def test_all_roles_have_a_style(session: Session) -> None:
    more = True
    while more:
        page = [*clip_shown(session, unfolded=True), *opened(session)]
        assert {one.role for one in page} <= set(PARAGRAPH_STYLES)
        assert {mark.role for mark in (*marks_in_clip(session), *line_highlights(session))} <= set(
            HIGHLIGHT_STYLES
        )
        more = session.navigation.move_line(1)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_would_be_markup_of_a_clip_stays_as_it_is(flags: Session, language: Language) -> None:
    page = clip_shown(flags, language, unfolded=True)
    assert page[0].text == "[red]赤い帆[/red] と [/b] の旗"
    assert page[-1].text == "本文にも [/b] と [link=x]ここ[/link] があります。"


# Marks in the clip


def test_marks_in_the_clip_are_the_evidence(first: Session) -> None:
    for _ in range(3):
        evidence = [one.evidence for one in line_of(first).quotations]
        expected = [
            (one.start, one.end, one.status) for one in evidence if one and one.clip == clip_of(first).id
        ]
        assert [(*mark.span, mark.role) for mark in marks_in_clip(first)] == expected
        first.navigation.move_line(1)


def test_a_verbatim_and_a_recast_quotation_are_marked(first: Session) -> None:
    assert words_at(first, marks_in_clip(first)) == [
        ("航路は三月まで毎日開けておく", "verbatim"),
        ("氷の割れる音を合図に船を出す", "recast"),
    ]


def test_an_altered_quotation_marks_the_clip_s_own_words(first: Session) -> None:
    first.navigation.move_line(1)
    assert words_at(first, marks_in_clip(first)) == [("航路は三月まで毎日開けておく", "altered")]


def test_a_quotation_of_another_clip_marks_nothing_here(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    assert marks_in_clip(first) == []


def test_a_clip_that_is_the_unit_is_marked_at_its_headline(first: Session) -> None:
    first.cursor.toggle_clip()
    assert words_at(first, marks_in_clip(first)) == [("ベルカの港 冬の航路を再開へ", "current")]


def test_a_line_above_all_clips_marks_nothing(session: Session) -> None:
    assert marks_in_clip(session) == []


# The lines


def test_only_the_unit_is_opened(first: Session) -> None:
    first.navigation.move_line(1)
    page = opened(first)
    assert [one.text for one in page if one.role == "commentary"] == [
        line_of(first).span.of(first.cursor.view.document.parse.text)
    ]
    assert next(one.text for one in page if one.role == "heading") == "[ ]  2/3"


def test_closed_lines_are_one_row_each(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    closed = [one for one in opened(first) if one.text.startswith("[") and one.role == "meta"]
    assert len(closed) == 2
    assert all(cell_width(one.text) <= WIDTH for one in closed)


def test_a_closed_line_leads_to_its_place(first: Session) -> None:
    page = opened(first)
    closed = [one for one in page if one.text.startswith("[") and one.role == "meta"]
    assert [one.leads_to for one in closed] == [line.span.start for line in first.cursor.group.lines[1:]]


def test_with_the_clip_as_unit_no_line_is_opened(first: Session) -> None:
    first.cursor.toggle_clip()
    assert [one.role for one in opened(first)] == ["meta"] * 3


def test_a_clip_without_lines_says_so(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_clip(1)
    assert [one.text for one in opened(session)] == [say("no_commentary", "en")]


def test_the_signs_tell_open_begun_and_done(first: Session) -> None:
    stance, fact, source = first.codebook.dimensions
    first.answer(stance, "favor")
    first.navigation.move_line(1)
    for dimension, label in ((stance, "favor"), (fact, "fact"), (source, "A")):
        first.answer(dimension, label)
    assert signs(first) == ["[-] ", "[x] ", "[ ] "]


def test_a_flag_stands_beside_the_sign(first: Session) -> None:
    first.flag()
    assert signs(first) == ["[ ]!", "[ ] ", "[ ] "]


def test_a_note_alone_is_no_flag(first: Session) -> None:
    first.note("要確認")
    assert signs(first) == ["[ ] ", "[ ] ", "[ ] "]


def test_undo_takes_the_sign_back(first: Session) -> None:
    first.answer(first.codebook.dimensions[0], "favor")
    first.undo()
    assert signs(first) == ["[ ] ", "[ ] ", "[ ] "]


def quoted(session: Session) -> list[str]:
    """Return the rows about the opened line's quotations."""
    return [one.text for one in made(lines_page(session, "en").parts, 90) if one.indent]


def test_quotations_are_listed_with_their_evidence(first: Session) -> None:
    assert quoted(first) == [
        "= サーリ局長「航路は三月まで毎日開けておく」 — verbatim",
        "~ 漁業者「氷の割れる音を合図に船を出す」 — same words, not as a quotation",
    ]


def test_an_altered_quotation_says_how_near_it_is(first: Session) -> None:
    first.navigation.move_line(1)
    assert quoted(first) == [
        # One of 14 characters differs.
        "! サーリ局長「航路は四月まで毎日開けておく」 — altered 0.93",
        "  ロンゲ国防相「まったく違う話をここでしている」 — not in any clip",
    ]


def test_a_quotation_of_another_clip_names_that_clip(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    assert quoted(first) == ["^ 守り人「百年の明かりは今夜かぎりで消える」 — verbatim, in clip 2"]


def test_the_line_s_marks_cover_its_quotations(first: Session) -> None:
    assert words_at(first, line_highlights(first)) == [
        ("航路は三月まで毎日開けておく", "verbatim"),
        ("氷の割れる音を合図に船を出す", "recast"),
    ]


def test_words_in_no_clip_are_not_marked(first: Session) -> None:
    first.navigation.move_line(1)
    assert words_at(first, line_highlights(first)) == [("航路は四月まで毎日開けておく", "altered")]


def test_words_of_another_clip_are_marked_as_elsewhere(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    assert words_at(first, line_highlights(first)) == [("百年の明かりは今夜かぎりで消える", "elsewhere")]


def test_a_clip_that_is_the_unit_marks_no_line(first: Session) -> None:
    first.cursor.toggle_clip()
    assert line_highlights(first) == []


def test_would_be_markup_of_a_line_stays_as_it_is(flags: Session) -> None:
    page = opened(flags)
    assert page[1].text == "#旗[/b](印・[red]赤い札「[bold]太い旗[/bold]を掲げる」)"
    assert quoted(flags) == ["  [red]赤い札「[bold]太い旗[/bold]を掲げる」 — not in any clip"]


@pytest.mark.parametrize("width", [0, 5, 6, 12, 20, 200])
def test_closed_lines_fit_any_width(flags: Session, width: int) -> None:
    flags.navigation.move_line(1)
    closed = made(lines_page(flags, "en").parts, width)[0]
    assert cell_width(closed.text) <= max(width, 5)


@pytest.mark.parametrize("width", [0, 5, 12, 20, 40, 200])
def test_quotations_are_one_row_each_at_any_width(first: Session, width: int) -> None:
    rows = [one for one in made(lines_page(first, "en").parts, width) if one.leads_to is not None][:2]
    assert len(rows) == 2
    assert all(one.indent + cell_width(one.text) <= width for one in rows)


@pytest.mark.parametrize("width", [5, 12, 40, 90])
def test_made_rows_fit_where_ambiguous_characters_are_wide(first: Session, width: int) -> None:
    layout = Layout(Sections(lines_page(first, "en").parts), width, ambiguous=2)
    rows = [layout.paragraph(number) for number in range(layout.sections.paragraphs)]
    cut = [one for one in rows if one.leads_to is not None]
    assert len(cut) == 4
    assert all(one.indent + cell_width(one.text, ambiguous=2) <= width for one in cut)


# The opened quotation


def extras(session: Session) -> list[tuple[str, list[str]]]:
    """Return the rows below the opened quotation, with the words that are set off in each."""
    page = lines_page(session, "en").parts
    at = next(
        number for number, one in enumerate(page) if isinstance(one, Paragraph) and one.role == "quotation"
    )
    below = [one for one in page[at + 1 :] if isinstance(one, Paragraph) and one.indent]
    return [(one.text, [mark.span.of(one.text) for mark in one.marks]) for one in below]


def test_an_opened_quotation_is_shown_whole_and_set_off_on_both_sides(first: Session) -> None:
    assert first.cursor.next_quotation()
    assert [one.text for one in opened(first) if one.role == "quotation"] == [
        "= サーリ局長「航路は三月まで毎日開けておく」 — verbatim"
    ]
    assert extras(first) == []
    marks, in_sight = clip_highlights(first)
    assert words_at(first, marks)[0] == ("航路は三月まで毎日開けておく", "opened")
    assert in_sight == marks[0].span
    assert words_at(first, line_highlights(first))[0] == ("航路は三月まで毎日開けておく", "opened")


def test_an_altered_quotation_shows_what_either_side_says(first: Session) -> None:
    first.navigation.move_line(1)
    first.cursor.next_quotation()
    assert extras(first) == [
        ("clip: 航路は[三]月まで毎日開けておく", ["[三]"]),
        ("line: 航路は[四]月まで毎日開けておく", ["[四]"]),
    ]


def test_a_quotation_from_elsewhere_shows_the_words_around_it(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    first.cursor.next_quotation()
    ((words, _),) = extras(first)
    assert words.startswith("clip: …")
    assert "「百年の明かりは今夜かぎりで消える」と話しました" in words


def test_the_rows_to_be_in_sight_are_the_line_or_the_opened_quotation(first: Session) -> None:
    first.navigation.move_line(1)
    parts, at, last = lines_page(first, "en")
    shown = made(parts)
    assert shown[at].text == "[ ]  2/3"
    assert all(one.leads_to is not None for one in shown[last:])
    assert [one.role for one in shown[at:last]][:4] == ["heading", "commentary", "meta", "meta"]
    first.cursor.next_quotation()
    parts, at, last = lines_page(first, "en")
    assert made(parts)[at].role == "quotation"
