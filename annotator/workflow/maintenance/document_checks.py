"""Checks what is stored of one text of a document, and names each break with what to do. Pure.

Blocks partition the text; units are named by what the document was when it was first read; every span lies in its
text, every quotation in its brackets and its outer one; evidence shows what it says.
"""

from collections.abc import Iterator
from typing import NamedTuple

from annotator.corpus.model import Commentary, Parse, Quotation
from annotator.corpus.source import text_digest
from annotator.corpus.span import Span
from annotator.corpus.unit_ids import UnitIdGenerator, UnitKind, document_key
from annotator.store.values import StoredDocument

_OPENING, _CLOSING = ("「", "『"), ("」", "』")
# What a quotation without a closing bracket ends before.
_BORDERS = (")", "）", "・")
RESTORE = "Restore the newest backup, or send the database to whoever keeps the program."


class Break(NamedTuple):
    """A promise that does not hold: where, what, and what to do."""

    where: str
    what: str
    advice: str


def check_document(document: StoredDocument) -> Iterator[Break]:
    parse, where = document.parse, f"document {document.parse.key}"
    if text_digest(parse.text) != document.provenance.text_sha256:
        yield Break(where, "the stored text is not the one that was read", RESTORE)
    position = 0
    for block in parse.blocks:
        if block.start != position or block.end < block.start:
            yield Break(where, f"the blocks leave a gap or overlap at {position}", RESTORE)
            break
        position = block.end
    else:
        if position != len(parse.text):
            yield Break(where, "the blocks end before the text does", RESTORE)
    yield from _span_breaks(parse)
    yield from _evidence_breaks(parse)
    if document_key(text_digest(parse.text)) == parse.key:
        yield from _identity_breaks(parse)


def _span_breaks(parse: Parse) -> Iterator[Break]:
    """Yield the spans that lie outside what they are a part of."""
    whole = Span(0, len(parse.text))
    clips = {clip.id for clip in parse.clips}
    for clip in parse.clips:
        if not _holds(whole, clip.span) or clip.span.start == clip.span.end:
            yield Break(f"unit {clip.id}", "its span lies outside its text", RESTORE)
        parts = clip.body_spans if clip.headline_span is None else (clip.headline_span, *clip.body_spans)
        if not all(_holds(clip.span, part) for part in parts):
            yield Break(f"unit {clip.id}", "its headline or body lies outside the clip", RESTORE)
    for line in parse.commentary:
        where = f"unit {line.id}"
        if not _holds(whole, line.span) or line.span.start == line.span.end:
            yield Break(where, "its span lies outside its text", RESTORE)
        if parse.text.count("\n", 0, line.span.start) + 1 != line.line:
            yield Break(where, "the number of its line is not where it stands", RESTORE)
        if line.clip is not None and line.clip not in clips:
            yield Break(where, "it stands under a clip that is not there", RESTORE)
        if not all(_holds(line.span, Span(part.start, part.end)) for part in line.segments):
            yield Break(where, "a part of it lies outside the line", RESTORE)
        yield from _nesting_breaks(line)
        for quotation in line.quotations:
            if not _holds(line.span, Span(quotation.start, quotation.end)):
                yield Break(f"unit {quotation.id}", "the quotation lies outside its line", RESTORE)
            elif not _in_brackets(parse.text, line.span, quotation):
                yield Break(
                    f"unit {quotation.id}", "the quotation does not stand between its brackets", RESTORE
                )


def _in_brackets(text: str, line: Span, quotation: Quotation) -> bool:
    """Tell whether a quotation reaches from its bracket to its bracket; the writer may have left out one of them."""
    before, after = text[line.start : quotation.start], text[quotation.end : line.end]
    closed = after.startswith(_CLOSING)
    if before.endswith(_OPENING):
        return closed or not after or after.startswith(_BORDERS)
    # Without an opening bracket the one before it has to be closed already.
    opened = max(before.rfind(sign) for sign in _OPENING)
    return closed and opened <= max(before.rfind(sign) for sign in _CLOSING)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def _evidence_breaks(parse: Parse) -> Iterator[Break]:
    """Yield the evidence that is in no clip of the document, or does not show the quotation's text."""
    clips = {clip.id: clip.span for clip in parse.clips}
    for line in parse.commentary:
        for quotation in line.quotations:
            evidence = quotation.evidence
            if evidence is None or evidence.start is None or evidence.end is None:
                continue
            where = f"unit {quotation.id}"
            clip = clips.get(evidence.clip or "")
            if clip is None or not _holds(clip, Span(evidence.start, evidence.end)):
                yield Break(where, "its evidence lies outside its clip", RESTORE)
            elif evidence.method == "exact" and parse.text[evidence.start : evidence.end] != quotation.text:
                yield Break(where, "its evidence shows other words", RESTORE)


def _identity_breaks(parse: Parse) -> Iterator[Break]:
    """Yield the units of the text that gave the document its key whose ids are not what they say."""
    names = UnitIdGenerator(parse.key)
    for unit, kind, text in _units(parse):
        if names.next_id(kind, text) != unit:
            yield Break(f"unit {unit}", "its id is not that of its kind, its words and its place", RESTORE)


def _units(parse: Parse) -> Iterator[tuple[str, UnitKind, str]]:
    for clip in parse.clips:
        yield clip.id, "clip", clip.span.of(parse.text)
    for line in parse.commentary:
        yield line.id, "commentary", line.span.of(parse.text)
        for quotation in line.quotations:
            yield quotation.id, "quotation", quotation.text


def _nesting_breaks(line: Commentary) -> Iterator[Break]:
    """Yield the quotations of a line that are not inside their parent, one level deeper."""
    known: dict[str, Quotation] = {}
    for quotation in line.quotations:
        outer = known.get(quotation.parent or "")
        if quotation.parent is None:
            sound = quotation.depth == 0
        else:
            sound = (
                outer is not None
                and quotation.depth == outer.depth + 1
                and _holds(Span(outer.start, outer.end), Span(quotation.start, quotation.end))
            )
        if not sound:
            yield Break(
                f"unit {quotation.id}", "it does not stand inside the quotation that it names", RESTORE
            )
        known[quotation.id] = quotation
