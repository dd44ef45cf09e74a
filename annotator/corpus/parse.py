"""Parses a document's stored text into blocks, clips, commentary and evidence.

`parse` never raises, is linear in the text, and its blocks partition the text: joined, they are the text.
"""

from annotator.corpus.evidence.check import Query, find_evidence
from annotator.corpus.grammar.commentary import CommentaryLine, parse_commentary, parse_tag_line
from annotator.corpus.grammar.dates import parse_date
from annotator.corpus.grammar.diagnostics import DiagnosticCode, DiagnosticCollector
from annotator.corpus.grammar.layout import ClipDraft, Layout, Line, split_lines
from annotator.corpus.grammar.pages import lay_out_page
from annotator.corpus.grammar.posts import is_post, lay_out_post
from annotator.corpus.model import Clip, Commentary, Evidence, Parse, Quotation
from annotator.corpus.source import text_digest
from annotator.corpus.span import Span
from annotator.corpus.speakers.katakana_names import DocumentLexicon
from annotator.corpus.unit_ids import UnitIdGenerator, document_key

# A commentary line as parsed, the index of its line, and its clip.
_LineOfClip = tuple[CommentaryLine, int, ClipDraft | None]


def parse(text: str, *, key: str | None = None, address: str | None = None, evidence: bool = True) -> Parse:
    """Parse a stored text.

    `key` is the document's key and enters its units' ids; it defaults to the hash of the text. `address` is the page's
    URL, where it is known. Without `evidence` the quotations are not looked up in the clips.
    """
    key = key or document_key(text_digest(text))
    ids = UnitIdGenerator(key)
    lines = split_lines(text)
    diagnostics = DiagnosticCollector()
    layout = lay_out_post(lines, diagnostics, address) if is_post(lines) else lay_out_page(lines, diagnostics)
    for draft in layout.clips:
        draft.id = ids.next_id("clip", text[draft.start : draft.end])
    commentary = _commentary(text, lines, layout, ids, diagnostics, evidence=evidence)
    return Parse(
        key=key,
        text=text,
        blocks=tuple(layout.blocks),
        clips=tuple([_clip(text, draft) for draft in layout.clips]),
        commentary=tuple(commentary),
        document_tags=_document_tags(lines, layout),
        diagnostics=diagnostics.located([line.start for line in lines]),
    )


def _clip(text: str, draft: ClipDraft) -> Clip:
    attribution, headline = draft.attribution, draft.headline
    date = parse_date(attribution.date) if attribution and attribution.date else None
    return Clip(
        id=draft.id,
        headline=headline.text if headline else None,
        headline_span=draft.headline_span,
        publisher=attribution.publisher if attribution else None,
        handle=attribution.handle if attribution else None,
        date=date.iso if date else None,
        date_precision=date.precision if date else None,
        url=draft.url,
        inline_tags=draft.inline_tags,
        span=Span(draft.start, draft.end),
        body="\n".join([text[start:end] for start, end in draft.body_spans]),
        body_spans=tuple(draft.body_spans),
        commentary=tuple(draft.commentary),
    )


def _commentary(
    text: str,
    lines: list[Line],
    layout: Layout,
    ids: UnitIdGenerator,
    diagnostics: DiagnosticCollector,
    *,
    evidence: bool,
) -> list[Commentary]:
    """Return the commentary, and add the id of each line to its clip."""
    lexicon = DocumentLexicon(text)
    parsed = [
        (parse_commentary(text, lines[index].span, lexicon, diagnostics), index, clip)
        for index, clip in layout.commentary
    ]
    found = _evidence(text, layout, parsed) if evidence else {}
    commentary = []
    for content, index, clip in parsed:
        line = lines[index]
        unit_id = ids.next_id("commentary", line.text)
        if clip:
            clip.commentary.append(unit_id)
        else:
            diagnostics.add(
                line.start,
                DiagnosticCode.NO_CLIP_ABOVE,
                "no clip stands above this line; it is attached to none",
            )
        clip_id = clip.id if clip else None
        body = content.body.of(text)
        quotations = _quotations(text, content, clip_id, found, ids)
        commentary.append(
            Commentary(
                unit_id, index + 1, clip_id, line.span, content.tags, body, content.segments, quotations
            )
        )
    return commentary


def _evidence(text: str, layout: Layout, parsed: list[_LineOfClip]) -> dict[Query, Evidence]:
    """Look up all quotations, each from the clip that its line is under."""
    return find_evidence(
        text,
        layout.clips,
        (
            (quotation.span.of(text), clip.id if clip else None)
            for content, _, clip in parsed
            for quotation in content.quotations
        ),
    )


def _quotations(
    text: str,
    content: CommentaryLine,
    clip: str | None,
    evidence: dict[Query, Evidence],
    ids: UnitIdGenerator,
) -> tuple[Quotation, ...]:
    quotations: list[Quotation] = []
    for speaker, span, depth, parent in content.quotations:
        quoted = span.of(text)
        unit_id = ids.next_id("quotation", quoted)
        outer = None if parent is None else quotations[parent].id
        found = evidence[quoted, clip] if evidence else None
        quotations.append(Quotation(unit_id, speaker, quoted, depth, span.start, span.end, outer, found))
    return tuple(quotations)


def _document_tags(lines: list[Line], layout: Layout) -> tuple[str, ...]:
    """Return the tags of all tag lines, once each, in the order in which they first occur."""
    names = [name for index in layout.tag_lines for name in parse_tag_line(lines[index].text)]
    return tuple(dict.fromkeys(names))
