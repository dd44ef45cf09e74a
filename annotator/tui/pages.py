"""What the two text panes show: paragraphs and marks, made from the session.

Pure: positions are the document's; only closed lines and quotations are cut to the width that they are given.
"""

from annotator.codebook.model import Language
from annotator.corpus.differences import differences
from annotator.corpus.model import Block, Clip, Commentary, Quotation
from annotator.corpus.span import Span
from annotator.tui.marks import Mark
from annotator.tui.sections import Paragraph
from annotator.tui.session import Session
from annotator.tui.typeset import shortened
from annotator.tui.words import change_words, say

_ROLES = {"heading": "heading", "list": "list", "link": "link", "paragraph": "paragraph"}
_NOT_OF_THE_DOCUMENT = -1
# A quotation in the list below the opened line shows so many cells of its words.
_QUOTED_CELLS = 36
# The sign and the space before a closed line's text.
_SIGN_CELLS = 5


def clip_page(session: Session, language: Language, *, unfolded: bool) -> list[Paragraph]:
    """Return the clip in view: headline, where it is from, and its body."""
    clip = session.group.clip
    if clip is None:
        return [Paragraph(say("no_clip", language), _NOT_OF_THE_DOCUMENT, "gap")]
    text = session.view.document.parse.text
    page = [_headline(clip, text, language)]
    origin = "  ".join(
        part
        for part in (clip.publisher, f"@{clip.handle}" if clip.handle else None, clip.date, clip.url)
        if part
    )
    if origin:
        page.append(Paragraph(origin, _NOT_OF_THE_DOCUMENT, "meta"))
    if isinstance(session.unit, Clip):
        page += _former_words(session, language)
    page.append(_gap())
    folded = 0
    for block in _region(session, clip):
        if _is_folded(block):
            if unfolded:
                role = "boilerplate" if block.repeat_of is None else "repeat"
                page.append(_paragraph(text, block, role))
            else:
                folded += 1
        elif block.kind in _ROLES and block.start >= clip.span.start and block.end <= clip.span.end + 1:
            page.append(_paragraph(text, block, _ROLES[block.kind]))
    if folded:
        page += (_gap(), Paragraph(say("folded", language, count=folded), _NOT_OF_THE_DOCUMENT, "gap"))
    return page


def clip_marks(session: Session) -> list[Mark]:
    """Return where the current line's quotations stand in the clip in view; a clip that is the unit is marked."""
    unit, clip = session.unit, session.group.clip
    if isinstance(unit, Clip):
        spans = (unit.headline_span, *unit.body_spans, unit.span)
        return [Mark(next(span for span in spans if span), "current")]
    if clip is None:
        return []
    marks = []
    for quotation in unit.quotations:
        evidence = quotation.evidence
        if evidence and evidence.clip == clip.id and evidence.start is not None and evidence.end is not None:
            marks.append(Mark(Span(evidence.start, evidence.end), evidence.status))
    return marks


def lines_page(session: Session, language: Language, width: int) -> list[Paragraph]:
    """Return the commentary lines of the clip in view, the current one opened, the others a row of `width` cells."""
    group = session.group
    if not group.lines:
        return [Paragraph(say("no_commentary", language), _NOT_OF_THE_DOCUMENT, "gap")]
    page: list[Paragraph] = []
    text = session.view.document.parse.text
    for number, line in enumerate(group.lines):
        sign = _sign(session, line)
        if number != session.spot.line:
            words = shortened(line.span.of(text), width - _SIGN_CELLS)
            page.append(Paragraph(f"{sign} {words}", _NOT_OF_THE_DOCUMENT, "meta", leads_to=line.span.start))
            continue
        page.append(Paragraph(f"{sign} {number + 1}/{len(group.lines)}", _NOT_OF_THE_DOCUMENT, "heading"))
        page.append(Paragraph(line.span.of(text), line.span.start, "commentary"))
        page += _former_words(session, language)
        page += (_quotation(session, quotation, language) for quotation in line.quotations)
        page.append(_gap())
    return page


def line_marks(session: Session) -> list[Mark]:
    """Return the opened line's quotations, each by its evidence."""
    unit = session.unit
    if not isinstance(unit, Commentary):
        return []
    clip = session.group.clip
    return [
        Mark(Span(quotation.start, quotation.end), _mark_role(quotation, clip))
        for quotation in unit.quotations
        if quotation.evidence and quotation.evidence.start is not None
    ]


def _mark_role(quotation: Quotation, clip: Clip | None) -> str:
    evidence = quotation.evidence
    assert evidence
    return evidence.status if clip and evidence.clip == clip.id else "elsewhere"


def _headline(clip: Clip, text: str, language: Language) -> Paragraph:
    if clip.headline_span is None:
        return Paragraph(say("no_headline", language), _NOT_OF_THE_DOCUMENT, "meta")
    return Paragraph(clip.headline_span.of(text), clip.headline_span.start, "headline")


def _region(session: Session, clip: Clip) -> list[Block]:
    """Return the blocks from the clip up to the next one; the first clip's begin with the document."""
    clips = session.view.document.parse.clips
    at = next(number for number, other in enumerate(clips) if other.id == clip.id)
    start = clip.span.start if at else 0
    end = clips[at + 1].span.start if at + 1 < len(clips) else len(session.view.document.parse.text)
    return [block for block in session.view.document.parse.blocks if start <= block.start < end]


def _is_folded(block: Block) -> bool:
    if block.kind == "boilerplate":
        return True
    return block.repeat_of is not None and block.kind in _ROLES


def _paragraph(text: str, block: Block, role: str) -> Paragraph:
    words = text[block.start : block.end].rstrip("\n")
    return Paragraph(words, block.start, role)


def _former_words(session: Session, language: Language) -> list[Paragraph]:
    """Return how the unit's words became others since it was answered, where an answer is stale."""
    if not any(answer.stale for answer in session.answers):
        return []
    before, now = (
        session.view.former.get(session.unit.id),
        session.unit.span.of(session.view.document.parse.text),
    )
    if before is None or before == now:
        return [Paragraph(say("stale_place", language), _NOT_OF_THE_DOCUMENT, "meta", indent=2)]
    words = say("stale_words", language, change=change_words(differences(before, now)))
    return [Paragraph(words, _NOT_OF_THE_DOCUMENT, "meta", indent=2)]


def _quotation(session: Session, quotation: Quotation, language: Language) -> Paragraph:
    speaker = quotation.speaker or say("no_speaker", language)
    words = (
        f"{speaker}「{shortened(quotation.text, _QUOTED_CELLS)}」 — {_evidence(session, quotation, language)}"
    )
    return Paragraph(words, _NOT_OF_THE_DOCUMENT, "meta", indent=2 + 2 * quotation.depth)


def _evidence(session: Session, quotation: Quotation, language: Language) -> str:
    evidence = quotation.evidence
    if evidence is None or evidence.status == "no_clip":
        return say("no_clip_evidence", language)
    words = say(evidence.status, language)
    if evidence.status == "altered" and evidence.score is not None:
        words += f" {evidence.score:.2f}"
    clip = session.group.clip
    if evidence.clip and (clip is None or evidence.clip != clip.id):
        clips = session.view.document.parse.clips
        number = next(number for number, other in enumerate(clips, 1) if other.id == evidence.clip)
        words += f", {say('in_clip', language, number=number)}"
    if evidence.alternatives:
        words += f" (+{evidence.alternatives})"
    return words


def _sign(session: Session, line: Commentary) -> str:
    mark = session.view.marks.get(line.id)
    done = "x" if session.is_done(line) else "-" if session.view.answers.get(line.id) else " "
    return f"[{done}]{'!' if mark and mark.flagged else ' '}"


def _gap() -> Paragraph:
    return Paragraph("", _NOT_OF_THE_DOCUMENT, "gap")
