"""The clip pane: the paragraphs of the current clip and the highlights on it, as values made from the session."""

from bisect import bisect_left

from annotator.codebook.model import Language
from annotator.corpus.model import Block, Clip, Quotation
from annotator.corpus.span import Span
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.layout import Paragraph
from annotator.tui.views.unit_notes import duplicate_note, stale_note

_BODY_KINDS = frozenset({"heading", "list", "link", "paragraph"})
# The first row of a paragraph is indented by one kanji, as in Japanese books.
_FIRST_INDENT = 2
_FOLDED_INDENT = 4
_GAP = Paragraph("", "gap")


def clip_page(session: Session, language: Language, *, unfolded: bool) -> list[Paragraph]:
    """Return the current clip: headline, source, notes and body; folded lines are counted at the end."""
    clip = session.cursor.group.clip
    if clip is None:
        return [Paragraph(say("no_clip", language), "gap")]
    page = [_headline(session, clip, language)]
    handle = f"@{clip.handle}" if clip.handle else None
    if source := "  ".join(part for part in (clip.publisher, handle, clip.date, clip.url) if part):
        page.append(Paragraph(source, "meta"))
    page += duplicate_note(session, clip, language)
    if isinstance(session.cursor.unit, Clip):
        page += stale_note(session, language)
    page.append(_GAP)
    blocks = _blocks(session, clip)
    for block in blocks:
        if unfolded or not _is_folded(block):
            if block.kind == "heading" and not _is_folded(block) and page[-1] != _GAP:
                page.append(_GAP)
            page.append(_paragraph(session, block))
    folded = sum(map(_is_folded, blocks))
    if folded and not unfolded:
        note = say("folded", language, count=folded, press=session.keymap.named("unfold"))
        page += (_GAP, Paragraph(note, "gap"))
    return page


def clip_highlights(session: Session) -> tuple[list[Highlight], Span | None]:
    """Return the evidence of the current line's quotations in the current clip, and the span to reveal.

    If the clip itself is the unit, its start is highlighted, and the matches of the search that led to it.
    """
    cursor = session.cursor
    clip, line = cursor.group.clip, cursor.line
    if clip is None:
        return [], None
    if line is None:
        start = next(span for span in (clip.headline_span, *clip.body_spans, clip.span) if span)
        matches = [Highlight(span, "found") for span in cursor.found]
        return [Highlight(start, "current"), *matches], (cursor.found or (start,))[0]
    spans = [_evidence_span(clip, quotation) for quotation in line.quotations]
    evidence = (
        Highlight(span, quotation.evidence.status)
        for quotation, span in zip(line.quotations, spans, strict=True)
        if span and quotation.evidence
    )
    # Hundreds of quotations may have the same evidence.
    highlights = list(dict.fromkeys(evidence))
    if cursor.opened is None:
        return highlights, highlights[0].span if highlights else None
    opened = spans[cursor.opened]
    return [Highlight(opened, "opened"), *highlights] if opened else highlights, opened


def _headline(session: Session, clip: Clip, language: Language) -> Paragraph:
    if clip.headline_span is None:
        return Paragraph(say("no_headline", language), "meta")
    text = clip.headline_span.of(session.cursor.view.document.parse.text)
    return Paragraph(text, "headline", clip.headline_span.start)


def _evidence_span(clip: Clip, quotation: Quotation) -> Span | None:
    """Return the span of a quotation's evidence if it is in the clip."""
    evidence = quotation.evidence
    if evidence is None or evidence.clip != clip.id or evidence.start is None or evidence.end is None:
        return None
    return Span(evidence.start, evidence.end)


def _blocks(session: Session, clip: Clip) -> list[Block]:
    """Return the body of the clip, and what can be folded around it up to the next clip.

    What is above the first clip belongs to it.
    """
    cursor = session.cursor
    parse = cursor.view.document.parse
    following = cursor.groups[cursor.position.group + 1 :]
    start = 0 if clip is parse.clips[0] else clip.span.start
    end = following[0].clip.span.start if following and following[0].clip else len(parse.text)
    first, last = (bisect_left(parse.blocks, edge, key=lambda block: block.start) for edge in (start, end))
    return [block for block in parse.blocks[first:last] if _is_folded(block) or _is_in_body(clip, block)]


def _is_in_body(clip: Clip, block: Block) -> bool:
    return block.kind in _BODY_KINDS and block.start >= clip.span.start and block.end <= clip.span.end + 1


def _is_folded(block: Block) -> bool:
    return block.kind == "boilerplate" or (block.repeat_of is not None and block.kind in _BODY_KINDS)


def _paragraph(session: Session, block: Block) -> Paragraph:
    text = session.cursor.view.document.parse.text[block.start : block.end].rstrip("\n")
    if _is_folded(block):
        style = "boilerplate" if block.repeat_of is None else "repeat"
        return Paragraph(text, style, block.start, indent=_FOLDED_INDENT)
    is_indented = block.kind != "paragraph" or text[:1].isspace()
    return Paragraph(text, block.kind, block.start, first_indent=0 if is_indented else _FIRST_INDENT)
