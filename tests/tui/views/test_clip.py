"""The clip pane: its paragraphs, where they are in the document, and the highlights on them."""

import pytest

from annotator.codebook.model import Language
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import HIGHLIGHT_STYLES, PARAGRAPH_STYLES
from annotator.tui.views.lines import line_highlights
from tests.tui.views.pages import (
    clip_of,
    clip_paragraphs,
    highlighted,
    highlights_in_clip,
    line_of,
    line_paragraphs,
    styles_of,
)


def test_a_clip_is_headline_source_and_body(first: Session) -> None:
    page = clip_paragraphs(first)
    assert styles_of(page) == ["headline", "meta", "paragraph", "gap"]


def test_the_source_is_publisher_handle_date_and_link(first: Session) -> None:
    origin = next(one for one in clip_paragraphs(first) if one.style == "meta")
    assert origin.text == "潮見放送ニュース  @shiomi_news  2022-06-13  https://t.co/Ab3dE5fGh7"


def test_a_clip_without_source_has_no_such_row(session: Session) -> None:
    while session.navigation.move_clip(1):
        pass
    assert styles_of(clip_paragraphs(session)) == ["headline", "paragraph", "paragraph"]


def test_folded_lines_are_counted(first: Session) -> None:
    assert clip_paragraphs(first)[-1].text == say("folded", "en", count=2, press="\\")


def test_unfolded_boilerplate_and_repeats_keep_their_order(first: Session) -> None:
    page = clip_paragraphs(first, unfolded=True)
    assert styles_of(page) == ["headline", "meta", "paragraph", "boilerplate", "repeat"]


def test_nothing_is_said_if_nothing_is_folded(session: Session) -> None:
    session.navigation.move_clip(1)
    session.navigation.move_clip(1)
    assert styles_of(clip_paragraphs(session)) == ["headline", "meta", "paragraph"]


@pytest.mark.parametrize("unfolded", [False, True])
def test_offsets_of_paragraphs_are_positions_of_the_document(session: Session, unfolded: bool) -> None:
    more = True
    while more:
        text = session.cursor.view.document.parse.text
        page = [*clip_paragraphs(session, unfolded=unfolded), *line_paragraphs(session)]
        for one in page:
            assert one.offset is None or text[one.offset : one.offset + len(one.text)] == one.text
        more = session.navigation.move_line(1)


def test_every_line_of_the_body_is_shown(session: Session) -> None:
    more = True
    while more:
        if session.cursor.group.clip is not None:
            shown = {one.offset for one in clip_paragraphs(session)}
            assert {span.start for span in clip_of(session).body_spans} <= shown
        more = session.navigation.move_clip(1)


def test_a_line_above_all_clips_shows_no_clip(session: Session) -> None:
    assert [one.text for one in clip_paragraphs(session, unfolded=True)] == [say("no_clip", "en")]


def test_every_style_has_a_component_class(session: Session) -> None:
    more = True
    while more:
        page = [*clip_paragraphs(session, unfolded=True), *line_paragraphs(session)]
        assert {one.style for one in page} <= set(PARAGRAPH_STYLES)
        assert {mark.style for mark in (*highlights_in_clip(session), *line_highlights(session))} <= set(
            HIGHLIGHT_STYLES
        )
        more = session.navigation.move_line(1)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_markup_in_a_clip_is_shown_as_text(flags: Session, language: Language) -> None:
    page = clip_paragraphs(flags, language, unfolded=True)
    assert page[0].text == "[red]赤い帆[/red] と [/b] の旗"
    assert page[-1].text == "本文にも [/b] と [link=x]ここ[/link] があります。"


def test_the_highlights_in_the_clip_are_the_evidence(first: Session) -> None:
    for _ in range(3):
        evidence = [one.evidence for one in line_of(first).quotations]
        expected = [
            (one.start, one.end, one.status) for one in evidence if one and one.clip == clip_of(first).id
        ]
        assert [(*mark.span, mark.style) for mark in highlights_in_clip(first)] == expected
        first.navigation.move_line(1)


def test_verbatim_and_recast_quotations_are_highlighted(first: Session) -> None:
    assert highlighted(first, highlights_in_clip(first)) == [
        ("航路は三月まで毎日開けておく", "verbatim"),
        ("氷の割れる音を合図に船を出す", "recast"),
    ]


def test_the_evidence_of_an_altered_quotation_is_the_clip_s_own_text(first: Session) -> None:
    first.navigation.move_line(1)
    assert highlighted(first, highlights_in_clip(first)) == [("航路は三月まで毎日開けておく", "altered")]


def test_evidence_in_another_clip_is_not_highlighted_here(first: Session) -> None:
    first.navigation.move_line(1)
    first.navigation.move_line(1)
    assert highlights_in_clip(first) == []


def test_a_clip_that_is_the_unit_is_highlighted_at_its_headline(first: Session) -> None:
    first.cursor.toggle_clip()
    assert highlighted(first, highlights_in_clip(first)) == [("ベルカの港 冬の航路を再開へ", "current")]


def test_a_line_above_all_clips_highlights_nothing(session: Session) -> None:
    assert highlights_in_clip(session) == []
