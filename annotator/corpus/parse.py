"""A document's stored text to what it says.

`parse` never raises, is linear in the text, and its blocks partition the text: joined, they are the text.
"""

from annotator.corpus.evidence.check import Request, look_up
from annotator.corpus.grammar.commentary import CommentaryLine, read_commentary, read_tag_line
from annotator.corpus.grammar.dates import read_date
from annotator.corpus.grammar.diagnostics import Remarks
from annotator.corpus.grammar.layout import ClipDraft, Layout, Line, read_lines
from annotator.corpus.grammar.pages import read_page
from annotator.corpus.grammar.posts import is_post, read_post
from annotator.corpus.model import Clip, Commentary, Evidence, Parse, Quotation
from annotator.corpus.source import text_digest
from annotator.corpus.span import Span, made_of
from annotator.corpus.speakers.katakana_names import Words
from annotator.corpus.unit_ids import UnitIdGenerator, document_key

_quotation, _commentary, _made_clip = made_of(Quotation), made_of(Commentary), made_of(Clip)
_span = made_of(Span)


def parse(text: str, *, key: str | None = None, address: str | None = None, evidence: bool = True) -> Parse:
    """Read a stored text.

    `key` is the document's key and enters its units' ids; without one the text's own hash is taken. `address` is
    the page's, where it is known. Without `evidence` the quotations are not looked up in the clips.
    """
    key = key or document_key(text_digest(text))
    names = UnitIdGenerator(key)
    lines = read_lines(text)
    remarks = Remarks()
    layout = read_post(lines, remarks, address) if is_post(lines) else read_page(lines, remarks)
    for draft in layout.clips:
        draft.id = names.next_id("clip", text[draft.first : draft.last])
    commentary = _all_commentary(text, lines, layout, names, remarks, evidence=evidence)
    return Parse(
        key=key,
        text=text,
        blocks=tuple(layout.blocks),
        clips=tuple([_clip(text, draft) for draft in layout.clips]),
        commentary=tuple(commentary),
        document_tags=_document_tags(lines, layout),
        diagnostics=remarks.placed([line.start for line in lines]) if remarks else (),
    )


def _clip(text: str, draft: ClipDraft) -> Clip:
    attribution = draft.attribution
    date = read_date(attribution.date) if attribution and attribution.date else None
    headline = draft.headline
    return _made_clip(
        (
            draft.id,
            headline.text if headline else None,
            draft.headline_span,
            attribution.publisher if attribution else None,
            attribution.handle if attribution else None,
            date.iso if date else None,
            date.precision if date else None,
            draft.url,
            draft.inline_tags,
            _span((draft.first, draft.last)),
            "\n".join([text[start:end] for start, end in draft.body_spans]),
            tuple(draft.body_spans),
            tuple(draft.commentary),
        )
    )


def _all_commentary(
    text: str, lines: list[Line], layout: Layout, names: UnitIdGenerator, remarks: Remarks, *, evidence: bool
) -> list[Commentary]:
    words = Words(text)
    read = [
        (index, number, read_commentary(text, lines[index].span, words, remarks))
        for index, number in layout.commentary
    ]
    clips = [draft.id for draft in layout.clips]
    found = _evidence(text, layout, read) if evidence else {}
    commentary = []
    for index, number, said in read:
        line = lines[index]
        clip = None
        identity = names.next_id("commentary", line.text)
        if number is None:
            remarks.add(line.start, "no-clip-above", "no clip stands above this line; it is attached to none")
        else:
            clip = clips[number]
            layout.clips[number].commentary.append(identity)
        commentary.append(
            _commentary(
                (
                    identity,
                    index + 1,
                    clip,
                    line.span,
                    said.tags,
                    None if said.body is None else said.body.of(text),
                    said.segments,
                    _quotations(text, said, clip, found, names),
                )
            )
        )
    return commentary


def _evidence(
    text: str, layout: Layout, read: list[tuple[int, int | None, CommentaryLine]]
) -> dict[Request, Evidence]:
    """Look up the words of all quotations, each from the clip that its line stands under."""
    return look_up(
        text,
        layout.clips,
        (
            (text[quoted.span.start : quoted.span.end], None if number is None else layout.clips[number].id)
            for _, number, said in read
            for quoted in said.quotations
        ),
    )


def _quotations(
    text: str, said: CommentaryLine, clip: str | None, found: dict[Request, Evidence], names: UnitIdGenerator
) -> tuple[Quotation, ...]:
    made: list[Quotation] = []
    for speaker, (start, end), depth, parent in said.quotations:
        words = text[start:end]
        outer = None if parent is None else made[parent].id
        evidence = found[words, clip] if found else None
        identity = names.next_id("quotation", words)
        made.append(_quotation((identity, speaker, words, depth, start, end, outer, evidence)))
    return tuple(made)


def _document_tags(lines: list[Line], layout: Layout) -> tuple[str, ...]:
    """Return the tags of all tag lines, once each, in the order in which they first stand."""
    names = [name for index in layout.tag_lines for name in read_tag_line(lines[index].text)]
    return tuple(dict.fromkeys(names))
