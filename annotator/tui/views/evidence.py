"""The quotations of the opened line: a row each, the opened one at length with what differs from the clip. Pure."""

from itertools import groupby

from annotator.codebook.model import Language
from annotator.corpus.model import Clip, Commentary, DiffPart, Quotation
from annotator.corpus.span import Span
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.highlights import Highlight
from annotator.tui.text.line_breaking import cell_width, truncate
from annotator.tui.text.roles import GUTTER_SYMBOLS
from annotator.tui.text.sections import NOT_OF_THE_DOCUMENT, LazyRows, Paragraph, Part

# A quotation in the list shows so many cells of its words, where there is room.
_QUOTED_CELLS = 36
_LEAST_QUOTED_CELLS = 8
# The words of another clip around a quotation that stands there, to either side.
_AROUND = 20
# How the words of either side of a difference are set off.
_SIDES = {"delete": "deleted", "insert": "inserted"}


def quotation_parts(
    session: Session, line: Commentary, language: Language
) -> tuple[list[Part], int | None, int]:
    """Return a row for each quotation of a line, the opened one at length; and which paragraphs that one takes."""
    count, at = len(line.quotations), session.cursor.opened

    def row(number: int, width: int) -> Paragraph:
        return _quotation_row(session, line.quotations[number], language, width)

    if at is None:
        return [LazyRows(count, row)], None, count
    opened = _opened(session, line.quotations[at], language)
    after = LazyRows(count - at - 1, lambda number, width: row(number + at + 1, width))
    return [LazyRows(at, row), *opened, after], at, at + len(opened)


def _quotation_row(session: Session, quotation: Quotation, language: Language, width: int) -> Paragraph:
    """Return one row: how it stands in the clips, whose words they are, how they begin."""
    indent = 2 + 2 * quotation.depth
    lead, evidence = _lead(session, quotation, language), _evidence(session, quotation, language)
    # How it stands in the clips is seen whole before more of its words is.
    room = width - indent - cell_width(f"{lead}「」 — {evidence}")
    words = truncate(quotation.text, max(_LEAST_QUOTED_CELLS, min(_QUOTED_CELLS, room)))
    row = f"{lead}「{words}」 — {evidence}"
    return Paragraph(row, NOT_OF_THE_DOCUMENT, "meta", indent=indent, leads_to=quotation.start)


def _opened(session: Session, quotation: Quotation, language: Language) -> list[Paragraph]:
    """Return a quotation at length: all its words, what differs from the clip, or where else they stand."""
    indent = 2 + 2 * quotation.depth
    role = "unit" if session.cursor.position.quotation is not None else "quotation"
    said = f"{_lead(session, quotation, language)}「{quotation.text}」 — {_evidence(session, quotation, language)}"
    found = [Paragraph(said, NOT_OF_THE_DOCUMENT, role, indent=indent, leads_to=quotation.start)]
    evidence = quotation.evidence
    if evidence and evidence.diff:
        found += (
            _side(say("clip_says", language), evidence.diff, "delete", indent),
            _side(say("line_says", language), evidence.diff, "insert", indent),
        )
    elif (
        evidence
        and evidence.start is not None
        and evidence.end is not None
        and _is_elsewhere(session, quotation)
    ):
        text = session.cursor.view.document.parse.text
        around = text[max(0, evidence.start - _AROUND) : evidence.end + _AROUND].replace("\n", " ")
        words = f"{say('clip_says', language)}…{around}…"
        found.append(Paragraph(words, NOT_OF_THE_DOCUMENT, "meta", indent=indent + 2))
    return found


def _side(lead: str, diff: tuple[DiffPart, ...], side: str, indent: int) -> Paragraph:
    """Return the clip's or the line's words, those that the other does not have in brackets."""
    words, marks = lead, []
    for is_equal, parts in groupby(diff, key=lambda part: part[0] == "equal"):
        if is_equal:
            words += "".join(part[1] for part in parts)
        elif own := "".join(_own(part, side) for part in parts):
            marks.append(Highlight(Span(len(words), len(words) + len(own) + 2), _SIDES[side]))
            words += f"[{own}]"
    return Paragraph(words, NOT_OF_THE_DOCUMENT, "meta", indent=indent + 2, marks=tuple(marks))


def _own(part: DiffPart, side: str) -> str:
    """Return what a side has in a part that is not equal."""
    if part[0] == "replace":
        return part[-1] if side == "insert" else part[1]
    return part[1] if part[0] == side else ""


def _lead(session: Session, quotation: Quotation, language: Language) -> str:
    """Return the sign of how a quotation stands in the clips, and its speaker."""
    evidence = quotation.evidence
    found = evidence is not None and evidence.start is not None
    sign = GUTTER_SYMBOLS[highlight_style(quotation, session.cursor.group.clip)] if found else " "
    return f"{sign} {quotation.speaker or say('no_speaker', language)}"


def _is_elsewhere(session: Session, quotation: Quotation) -> bool:
    return highlight_style(quotation, session.cursor.group.clip) == "elsewhere"


def highlight_style(quotation: Quotation, clip: Clip | None) -> str:
    evidence = quotation.evidence
    assert evidence
    return evidence.status if clip and evidence.clip == clip.id else "elsewhere"


def _evidence(session: Session, quotation: Quotation, language: Language) -> str:
    evidence = quotation.evidence
    if evidence is None or evidence.status == "no_clip":
        return say("no_clip_evidence", language)
    words = say(evidence.status, language)
    if evidence.status == "altered" and evidence.score is not None:
        words += f" {evidence.score:.2f}"
    clip = session.cursor.group.clip
    if evidence.clip and (clip is None or evidence.clip != clip.id):
        clips = session.cursor.view.document.parse.clips
        number = next(number for number, other in enumerate(clips, 1) if other.id == evidence.clip)
        words += f", {say('in_clip', language, number=number)}"
    if evidence.alternatives:
        words += f" (+{evidence.alternatives})"
    return words
