"""The quotations of the current line with their evidence: one row each, the opened one in full with the difference."""

from functools import partial
from itertools import groupby

from annotator.codebook.model import Language
from annotator.corpus.model import Clip, Commentary, DiffPart, Quotation
from annotator.corpus.span import Span
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.text.graphemes import cell_width, truncate
from annotator.tui.text.highlights import GUTTER_SYMBOLS, Highlight
from annotator.tui.text.layout import LazyRows, Paragraph, Part

# Cells for the text of a quotation in its row.
_MIN_TEXT_CELLS, _MAX_TEXT_CELLS = 8, 36
# Characters of another clip to show on either side of the evidence.
_CONTEXT = 20
_DIFF_STYLES = {"delete": "deleted", "insert": "inserted"}


def quotation_parts(
    session: Session, line: Commentary, language: Language
) -> tuple[list[Part], int | None, int]:
    """Return the rows of a line's quotations, the number of the opened one's first paragraph, and of the one after.

    If none is opened, the number of the first is None and the other is the count of all.
    """
    count, opened = len(line.quotations), session.cursor.opened
    row = partial(_quotation_row, session, line, language, 0)
    if opened is None:
        return [LazyRows(count, row)], None, count
    full = _opened_quotation(session, line.quotations[opened], language)
    after = LazyRows(count - opened - 1, partial(_quotation_row, session, line, language, opened + 1))
    return [LazyRows(opened, row), *full, after], opened, opened + len(full)


def evidence_style(quotation: Quotation, clip: Clip | None) -> str:
    """Return the highlight style of a quotation that has evidence, seen from a clip."""
    assert quotation.evidence
    return quotation.evidence.status if clip and quotation.evidence.clip == clip.id else "elsewhere"


def _quotation_row(
    session: Session, line: Commentary, language: Language, first: int, number: int, width: int
) -> Paragraph:
    """Return the row of a quotation, by its number after the `first`: evidence, speaker and the beginning."""
    quotation = line.quotations[first + number]
    indent = _indent(quotation)
    speaker, evidence = _speaker(session, quotation, language), _evidence(session, quotation, language)
    # The evidence is shown whole before more of the text is.
    room = width - indent - cell_width(f"{speaker}「」 — {evidence}")
    text = truncate(quotation.text, max(_MIN_TEXT_CELLS, min(_MAX_TEXT_CELLS, room)))
    return Paragraph(
        f"{speaker}「{text}」 — {evidence}", "meta", indent=indent, click_position=quotation.start
    )


def _opened_quotation(session: Session, quotation: Quotation, language: Language) -> list[Paragraph]:
    """Return a quotation in full, with the difference from its evidence or the context of it in another clip."""
    indent, evidence = _indent(quotation), quotation.evidence
    style = "unit" if session.cursor.position.quotation is not None else "quotation"
    speaker = _speaker(session, quotation, language)
    text = f"{speaker}「{quotation.text}」 — {_evidence(session, quotation, language)}"
    found = [Paragraph(text, style, indent=indent, click_position=quotation.start)]
    if evidence is None:
        return found
    clip_says = say("clip_says", language)
    is_elsewhere = evidence_style(quotation, session.cursor.group.clip) == "elsewhere"
    if evidence.diff:
        line_says = say("line_says", language)
        found.append(_diff_side(clip_says, evidence.diff, "delete", indent + 2))
        found.append(_diff_side(line_says, evidence.diff, "insert", indent + 2))
    elif is_elsewhere and evidence.start is not None and evidence.end is not None:
        context = Span(max(0, evidence.start - _CONTEXT), evidence.end + _CONTEXT)
        around = context.of(session.cursor.view.document.parse.text).replace("\n", " ")
        found.append(Paragraph(f"{clip_says}…{around}…", "meta", indent=indent + 2))
    return found


def _diff_side(label: str, diff: tuple[DiffPart, ...], side: str, indent: int) -> Paragraph:
    """Return the clip's (`delete`) or the line's (`insert`) text, with what the other lacks in brackets."""
    text, highlights = label, []
    for is_equal, parts in groupby(diff, key=lambda part: part[0] == "equal"):
        own = "".join(_own_text(part, side) for part in parts)
        if own and not is_equal:
            own = f"[{own}]"
            highlights.append(Highlight(Span(len(text), len(text) + len(own)), _DIFF_STYLES[side]))
        text += own
    return Paragraph(text, "meta", indent=indent, highlights=tuple(highlights))


def _own_text(part: DiffPart, side: str) -> str:
    """Return the text that a side has in a part of a difference."""
    if part[0] == "replace" and side == "insert":
        return part[-1]
    return part[1] if part[0] in ("equal", "replace", side) else ""


def _indent(quotation: Quotation) -> int:
    return 2 + 2 * quotation.depth


def _speaker(session: Session, quotation: Quotation, language: Language) -> str:
    """Return the speaker behind the symbol of the evidence."""
    evidence = quotation.evidence
    has_evidence = evidence is not None and evidence.start is not None
    symbol = GUTTER_SYMBOLS[evidence_style(quotation, session.cursor.group.clip)] if has_evidence else " "
    return f"{symbol} {quotation.speaker or say('no_speaker', language)}"


def _evidence(session: Session, quotation: Quotation, language: Language) -> str:
    """Return the status of the evidence, its score, its clip if it is another one, and the number of other places."""
    evidence = quotation.evidence
    if evidence is None or evidence.status == "no_clip":
        return say("evidence_no_clip", language)
    text = say(f"evidence_{evidence.status}", language)
    if evidence.status == "altered" and evidence.score is not None:
        text += f" {evidence.score:.2f}"
    if evidence.clip and evidence_style(quotation, session.cursor.group.clip) == "elsewhere":
        clips = session.cursor.view.document.parse.clips
        number = next(number for number, clip in enumerate(clips, 1) if clip.id == evidence.clip)
        text += f", {say('in_clip', language, number=number)}"
    return f"{text} (+{evidence.alternatives})" if evidence.alternatives else text
