"""What the two text panes show: the parts of a page and the marks on it, made from the session.

Pure: positions are the document's. Rows of which there may be thousands are made when they are looked at.
"""

from bisect import bisect_left
from functools import partial
from typing import NamedTuple

from annotator.codebook.model import Language
from annotator.corpus.model import Block, Clip, Commentary, Quotation
from annotator.corpus.span import Span
from annotator.tui.messages import format_diff, say
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.sections import NOT_OF_THE_DOCUMENT, LazyRows, Paragraph, Part
from annotator.tui.views.evidence import highlight_style, quotation_parts
from annotator.tui.views.unit_notes import duplicate_note

_ROLES = {"heading": "heading", "list": "list", "link": "link", "paragraph": "paragraph"}
# The first row of a paragraph is set in by one kanji, as in Japanese books.
_FIRST_CELLS = 2
_FOLDED_INDENT = 4
# Closed lines that are in sight below the opened one, where there is room.
_FOLLOWING = 2


class LinesPage(NamedTuple):
    """The commentary lines of a clip; what is between two of its paragraphs, `first` and `last`, is to be in sight."""

    parts: list[Part]
    first: int
    last: int


def clip_page(session: Session, language: Language, *, unfolded: bool) -> list[Part]:
    """Return the clip in view: headline, where it is from, and its body."""
    clip = session.cursor.group.clip
    if clip is None:
        return [Paragraph(say("no_clip", language), NOT_OF_THE_DOCUMENT, "gap")]
    text = session.cursor.view.document.parse.text
    page: list[Part] = [_headline(clip, text, language)]
    origin = "  ".join(
        part
        for part in (clip.publisher, f"@{clip.handle}" if clip.handle else None, clip.date, clip.url)
        if part
    )
    if origin:
        page.append(Paragraph(origin, NOT_OF_THE_DOCUMENT, "meta"))
    page += duplicate_note(session, clip, language)
    if isinstance(session.cursor.unit, Clip):
        page += _former_words(session, language)
    page.append(_GAP)
    folded = 0
    for block in _region(session, clip):
        if _is_folded(block):
            if unfolded:
                role = "boilerplate" if block.repeat_of is None else "repeat"
                page.append(_paragraph(text, block, role))
            else:
                folded += 1
        elif block.kind in _ROLES and block.start >= clip.span.start and block.end <= clip.span.end + 1:
            if block.kind == "heading" and page[-1] != _GAP:
                page.append(_GAP)
            page.append(_paragraph(text, block, _ROLES[block.kind]))
    if folded:
        words = say("folded", language, count=folded, press=session.keymap.named("unfold"))
        page += (_GAP, Paragraph(words, NOT_OF_THE_DOCUMENT, "gap"))
    return page


def clip_highlights(session: Session) -> tuple[list[Highlight], Span | None]:
    """Return where the current line's quotations stand in the clip in view, and what of it is to be in sight.

    A clip that is the unit is marked itself, and so are the words by which one came to it.
    """
    clip, line = session.cursor.group.clip, session.cursor.line
    if clip is None:
        return [], None
    if line is None:
        spans = (clip.headline_span, *clip.body_spans, clip.span)
        start = next(span for span in spans if span)
        found_words = [Highlight(span, "found") for span in session.cursor.found]
        return [Highlight(start, "current"), *found_words], (session.cursor.found or (start,))[0]
    found = [(quotation, _stands_in(clip, quotation)) for quotation in line.quotations]
    # Hundreds of quotations may stand at one place; what looks the same is marked once.
    kinds = (
        Highlight(span, quotation.evidence.status) for quotation, span in found if span and quotation.evidence
    )
    marks = list(dict.fromkeys(kinds))
    if session.cursor.opened is None:
        return marks, marks[0].span if marks else None
    opened = found[session.cursor.opened][1]
    return [Highlight(opened, "opened"), *marks] if opened else marks, opened


def lines_page(session: Session, language: Language) -> LinesPage:
    """Return the commentary lines of the clip in view, the current one opened, the others a row each."""
    lines, at = session.cursor.group.lines, session.cursor.position.line
    if not lines:
        nothing = Paragraph(say("no_commentary", language), NOT_OF_THE_DOCUMENT, "gap")
        return LinesPage([nothing], 0, 0)
    closed = partial(_closed, session)
    if at is None:
        return LinesPage([LazyRows(len(lines), closed)], 0, 0)
    line = lines[at]
    heading = f"{_sign(session, line)} {at + 1}/{len(lines)}"
    quotations, first, last = quotation_parts(session, line, language)
    below: list[Part] = [*_former_words(session, language), *duplicate_note(session, line, language)]
    top: list[Part] = [
        LazyRows(at, closed),
        Paragraph(heading, NOT_OF_THE_DOCUMENT, "heading"),
        Paragraph(line.span.of(session.cursor.view.document.parse.text), line.span.start, "commentary"),
    ]
    rest = LazyRows(len(lines) - at - 1, lambda number, width: closed(number + at + 1, width))
    head = at + 2 + len(below)
    return LinesPage(
        [*top, *below, *quotations, _GAP, rest],
        at if first is None else head + first,
        head + last + 1 + _FOLLOWING,
    )


def line_highlights(session: Session) -> list[Highlight]:
    """Return the opened line's quotations by their evidence; the opened one, and words that were found, are set off."""
    line, clip = session.cursor.line, session.cursor.group.clip
    if line is None:
        return []
    marks = [
        Highlight(Span(quotation.start, quotation.end), highlight_style(quotation, clip))
        for quotation in line.quotations
        if quotation.evidence and quotation.evidence.start is not None
    ]
    if session.cursor.opened is not None:
        opened = line.quotations[session.cursor.opened]
        marks = [Highlight(Span(opened.start, opened.end), "opened"), *marks]
    return [*marks, *(Highlight(span, "found") for span in session.cursor.found)]


def _headline(clip: Clip, text: str, language: Language) -> Paragraph:
    if clip.headline_span is None:
        return Paragraph(say("no_headline", language), NOT_OF_THE_DOCUMENT, "meta")
    return Paragraph(clip.headline_span.of(text), clip.headline_span.start, "headline")


def _stands_in(clip: Clip, quotation: Quotation) -> Span | None:
    """Return where a quotation stands in a clip."""
    evidence = quotation.evidence
    if evidence is None or evidence.clip != clip.id or evidence.start is None or evidence.end is None:
        return None
    return Span(evidence.start, evidence.end)


def _region(session: Session, clip: Clip) -> tuple[Block, ...]:
    """Return the blocks from the clip up to the next one; the first clip's begin with the document."""
    parse, place = session.cursor.view.document.parse, session.cursor.position.group
    following = session.cursor.groups[place + 1].clip if place + 1 < len(session.cursor.groups) else None
    start = clip.span.start if clip is not parse.clips[0] else 0
    end = following.span.start if following else len(parse.text)
    blocks = parse.blocks
    first, beyond = (bisect_left(blocks, edge, key=lambda block: block.start) for edge in (start, end))
    return blocks[first:beyond]


def _is_folded(block: Block) -> bool:
    if block.kind == "boilerplate":
        return True
    return block.repeat_of is not None and block.kind in _ROLES


def _paragraph(text: str, block: Block, role: str) -> Paragraph:
    words = text[block.start : block.end].rstrip("\n")
    if role == "paragraph":
        first = 0 if words[:1].isspace() else _FIRST_CELLS
        return Paragraph(words, block.start, role, first=first)
    return Paragraph(words, block.start, role, indent=_FOLDED_INDENT if _is_folded(block) else 0)


def _former_words(session: Session, language: Language) -> list[Paragraph]:
    """Return how the unit's words became others since it was answered, where an answer is stale."""
    if not any(answer.stale for answer in session.answers):
        return []
    unit = session.cursor.unit
    span = Span(unit.start, unit.end) if isinstance(unit, Quotation) else unit.span
    before, now = session.cursor.view.former.get(unit.id), span.of(session.cursor.view.document.parse.text)
    if before is None or before == now:
        return [Paragraph(say("stale_position", language), NOT_OF_THE_DOCUMENT, "meta", indent=2)]
    from annotator.corpus.evidence.diff import diff_texts

    words = say("stale_change", language, change=format_diff(diff_texts(before, now)))
    return [Paragraph(words, NOT_OF_THE_DOCUMENT, "meta", indent=2)]


def _closed(session: Session, number: int, width: int) -> Paragraph:
    """Return the row of a line that is not opened."""
    line = session.cursor.group.lines[number]
    sign = f"{_sign(session, line)} "
    start, end = line.span
    # No more of a line than can be seen is copied.
    words = session.cursor.view.document.parse.text[start : min(end, start + 4 * width + 4)]
    return Paragraph(sign + words, NOT_OF_THE_DOCUMENT, "meta", leads_to=line.span.start)


def _sign(session: Session, line: Commentary) -> str:
    mark = session.cursor.view.marks.get(line.id)
    done = "x" if session.is_done(line) else "-" if session.cursor.view.answers.get(line.id) else " "
    if session.pending(line):
        done = "*"
    left, right = "><" if line.id in session.selection else "  " if session.filter.excludes(line) else "[]"
    return f"{left}{done}{right}{'!' if mark and mark.flagged else ' '}"


_GAP = Paragraph("", NOT_OF_THE_DOCUMENT, "gap")
