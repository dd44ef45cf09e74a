"""What the panes show, as tests read it: paragraphs, styles and highlighted text."""

from collections.abc import Sequence

from annotator.codebook.model import Language
from annotator.corpus.model import Clip, Commentary
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import Layout, Paragraph, Part, Place
from annotator.tui.views.clip import clip_highlights, clip_page
from annotator.tui.views.lines import lines_page

WIDTH = 40


def clip_of(session: Session) -> Clip:
    """Return the current clip."""
    assert session.cursor.group.clip is not None
    return session.cursor.group.clip


def line_of(session: Session) -> Commentary:
    """Return the current line."""
    assert isinstance(session.cursor.unit, Commentary)
    return session.cursor.unit


def highlighted(session: Session, highlights: list[Highlight]) -> list[tuple[str, str]]:
    """Return the text of each highlight, and its style."""
    text = session.cursor.view.document.parse.text
    return [(one.span.of(text), one.style) for one in highlights]


def styles_of(page: list[Paragraph]) -> list[str]:
    """Return the styles of the paragraphs that are not empty."""
    return [one.style for one in page if one.text]


def page_paragraphs(
    parts: Sequence[Part], width: int = WIDTH, *, ambiguous_width: int = 1
) -> list[Paragraph]:
    """Return every paragraph of a page, also those that are built when they are looked at."""
    layout = Layout(parts, width, ambiguous_width=ambiguous_width)
    return [row.paragraph for row in layout.rows(Place(0, 0), 10**6) if row.span.start == 0]


def clip_paragraphs(
    session: Session, language: Language = "en", *, unfolded: bool = False
) -> list[Paragraph]:
    """Return the page of the clip."""
    return page_paragraphs(clip_page(session, language, unfolded=unfolded))


def highlights_in_clip(session: Session) -> list[Highlight]:
    """Return the highlights in the clip."""
    return clip_highlights(session)[0]


def line_paragraphs(session: Session) -> list[Paragraph]:
    """Return the page of the lines at a fixed width."""
    return page_paragraphs(lines_page(session, "en").parts)
