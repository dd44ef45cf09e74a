"""A document's stored text to what it says.

`parse` never raises, is linear in the text, and its blocks partition the text: joined, they are the text.
"""

from dataclasses import replace

from annotator.corpus.commentary import CommentaryLine, read_commentary, read_tag_line
from annotator.corpus.dates import read_date
from annotator.corpus.diagnostics import Remarks
from annotator.corpus.evidence import Haystack
from annotator.corpus.identity import Identities, document_key
from annotator.corpus.layout import ClipDraft, Layout, Line, read_lines
from annotator.corpus.model import Clip, Commentary, Parse, Quotation
from annotator.corpus.pages import read_page
from annotator.corpus.posts import is_post, read_post
from annotator.corpus.source import text_digest
from annotator.corpus.span import Span
from annotator.corpus.speakers import Words


def parse(text: str, *, key: str | None = None, evidence: bool = True) -> Parse:
    """Read a stored text.

    `key` is the document's key and enters its units' ids; without one the text's own hash is taken. Without
    `evidence` the quotations are not looked up in the clips.
    """
    lines = read_lines(text)
    remarks = Remarks()
    layout = read_post(lines, remarks) if is_post(lines) else read_page(lines, remarks)
    names = Identities(key or document_key(text_digest(text)))
    clips = [_clip(text, draft, names) for draft in layout.clips]
    commentary = _all_commentary(text, lines, layout, clips, names, remarks)
    if evidence:
        commentary = Haystack(text, clips).check_all(commentary)
    return Parse(
        key=key or document_key(text_digest(text)),
        text=text,
        blocks=tuple(layout.blocks),
        clips=_with_commentary(clips, commentary),
        commentary=tuple(commentary),
        document_tags=_document_tags(lines, layout),
        diagnostics=remarks.placed([line.span.start for line in lines] or [0]),
    )


def _clip(text: str, draft: ClipDraft, names: Identities) -> Clip:
    span = Span(draft.first, draft.last)
    attribution = draft.attribution
    date = read_date(attribution.date) if attribution and attribution.date else None
    return Clip(
        id=names.name("clip", span.of(text)),
        headline=draft.headline.text if draft.headline else None,
        headline_span=draft.headline_span if draft.headline and draft.headline.text else None,
        publisher=attribution.publisher if attribution else None,
        handle=attribution.handle if attribution else None,
        date=date.iso if date else None,
        date_precision=date.precision if date else None,
        url=draft.url,
        inline_tags=draft.inline_tags,
        span=span,
        body="\n".join([line.of(text) for line in draft.body]),
        body_spans=tuple(draft.body),
        commentary=(),
    )


def _all_commentary(
    text: str, lines: list[Line], layout: Layout, clips: list[Clip], names: Identities, remarks: Remarks
) -> list[Commentary]:
    words = Words(text)
    commentary = []
    for index, clip in layout.commentary:
        span = lines[index].span
        read = read_commentary(text, span, words, remarks)
        if clip is None:
            remarks.add(span.start, "no-clip-above", "no clip stands above this line; it is attached to none")
        commentary.append(
            Commentary(
                id=names.name("commentary", lines[index].text),
                line=index + 1,
                clip=None if clip is None else clips[clip].id,
                span=span,
                tags=read.tags,
                body=read.body.of(text) if read.body else None,
                segments=read.segments,
                quotations=_quotations(text, read, names),
            )
        )
    return commentary


def _quotations(text: str, read: CommentaryLine, names: Identities) -> tuple[Quotation, ...]:
    made: list[Quotation] = []
    for speaker, span, depth, parent in read.quotations:
        words = text[span.start : span.end]
        outer = None if parent is None else made[parent].id
        made.append(
            Quotation(names.name("quotation", words), speaker, words, depth, span.start, span.end, outer)
        )
    return tuple(made)


def _with_commentary(clips: list[Clip], commentary: list[Commentary]) -> tuple[Clip, ...]:
    lines: dict[str | None, list[str]] = {}
    for line in commentary:
        lines.setdefault(line.clip, []).append(line.id)
    return tuple(
        replace(clip, commentary=tuple(lines[clip.id])) if clip.id in lines else clip for clip in clips
    )


def _document_tags(lines: list[Line], layout: Layout) -> tuple[str, ...]:
    """Return the tags of all tag lines, once each, in the order in which they first stand."""
    names = (tag.name for index in layout.tag_lines for tag in read_tag_line(lines[index].text))
    return tuple(dict.fromkeys(names))
