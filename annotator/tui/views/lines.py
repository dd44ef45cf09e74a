"""The pane of commentary lines: the current one opened, the others one row each, as values made from the session."""

from functools import partial
from typing import NamedTuple

from annotator.codebook.model import Language
from annotator.corpus.model import Commentary
from annotator.corpus.span import Span
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import LazyRows, Paragraph, Part
from annotator.tui.views.evidence import evidence_style, quotation_parts
from annotator.tui.views.unit_notes import duplicate_note, stale_note

# Rows to reveal below the opened line.
_FOLLOWING = 3


class LinesPage(NamedTuple):
    """The lines of a clip, and the numbers of the first and last paragraph to reveal."""

    parts: list[Part]
    first: int
    last: int


def lines_page(session: Session, language: Language) -> LinesPage:
    """Return the commentary lines of the current clip."""
    lines, current = session.cursor.group.lines, session.cursor.position.line
    if not lines:
        return LinesPage([Paragraph(say("no_commentary", language), "gap")], 0, 0)
    closed = partial(_closed_line, session, 0)
    if current is None:
        return LinesPage([LazyRows(len(lines), closed)], 0, 0)
    line = lines[current]
    opened = [
        Paragraph(f"{_checkbox(session, line)} {current + 1}/{len(lines)}", "heading"),
        Paragraph(line.span.of(session.cursor.view.document.parse.text), "commentary", line.span.start),
        *stale_note(session, language),
        *duplicate_note(session, line, language),
    ]
    quotations, first, last = quotation_parts(session, line, language)
    after = LazyRows(len(lines) - current - 1, partial(_closed_line, session, current + 1))
    above = current + len(opened)
    return LinesPage(
        [LazyRows(current, closed), *opened, *quotations, Paragraph("", "gap"), after],
        current if first is None else above + first,
        above + last + _FOLLOWING,
    )


def line_highlights(session: Session) -> list[Highlight]:
    """Return the current line's quotations by their evidence, the opened one, and the matches of a search."""
    cursor = session.cursor
    if cursor.line is None:
        return []
    highlights = [
        Highlight(Span(quotation.start, quotation.end), evidence_style(quotation, cursor.group.clip))
        for quotation in cursor.line.quotations
        if quotation.evidence and quotation.evidence.start is not None
    ]
    if cursor.opened is not None:
        opened = cursor.line.quotations[cursor.opened]
        highlights.insert(0, Highlight(Span(opened.start, opened.end), "opened"))
    return [*highlights, *(Highlight(span, "found") for span in cursor.found)]


def _closed_line(session: Session, first: int, number: int, width: int) -> Paragraph:
    """Return the row of a line that is not opened, by its number after the `first` line."""
    line = session.cursor.group.lines[first + number]
    start, end = line.span
    # Only what can be visible is copied.
    text = session.cursor.view.document.parse.text[start : min(end, start + 4 * width + 4)]
    return Paragraph(f"{_checkbox(session, line)} {text}", "meta", click_position=start)


def _checkbox(session: Session, line: Commentary) -> str:
    """Return the state of a line in four characters.

    Inside: `x` done, `-` begun, `*` waiting to be saved. Around: `><` selected, nothing if the filter excludes the
    line. Behind: `!` flagged.
    """
    view = session.cursor.view
    mark = view.marks.get(line.id)
    state = "x" if session.is_done(line) else "-" if view.answers.get(line.id) else " "
    if session.pending(line):
        state = "*"
    left, right = "><" if line.id in session.selection else "  " if session.filter.excludes(line) else "[]"
    return f"{left}{state}{right}{'!' if mark and mark.flagged else ' '}"
