"""The output of `annotator parse --explain`: the text beside what the parser read.

Each row has the line number, the kind of block, the number of the clip and the text. Below it come what was read from
it and the diagnostics, with a caret below the character. Nothing in the text can act on the terminal.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.corpus.evidence.diff import classify_changes
from annotator.corpus.grammar.diagnostics import Diagnostic
from annotator.corpus.model import Block, Clip, Commentary, DiffPart, Evidence, Parse, Quotation
from annotator.corpus.near_duplicates import near_duplicate_keys
from annotator.corpus.span import Span
from annotator.tui.text.graphemes import cell_width, draw, printable, truncate
from annotator.tui.text.line_breaking import wrap

if TYPE_CHECKING:
    from annotator.workflow.importing.parsing import ParsedDocument

# The line number, the kind of block and the number of the clip, each with a space behind it.
_MARGIN = 5 + 1 + 13 + 1 + 3 + 1
# The text has so many cells on the narrowest terminal.
_MIN_TEXT_CELLS = 16
_INDENT = 2
# Unchanged characters to show on either side of a change.
_CONTEXT = 4


def explanation_rows(parsed: "ParsedDocument", width: int) -> Iterator[str]:
    """Yield the rows that explain one document in `width` cells, a summary first and an empty row last."""
    parse, document = parsed.parse, parsed.document
    quotations = sum(len(line.quotations) for line in parse.commentary)
    yield (
        f"{document.where}: {document.text.encoding}, {len(parse.text)} characters, {len(parse.clips)} clips, "
        f"{len(parse.commentary)} commentary lines, {quotations} quotations, {len(parse.diagnostics)} odd places"
    )
    explanation = _Explanation(parse, max(_MIN_TEXT_CELLS, width - _MARGIN))
    for number in range(len(parse.blocks)):
        yield from explanation.block(number)
    yield ""


class _Explanation:
    """The explanation of one parse; the text has `text_width` cells beside the margin."""

    def __init__(self, parse: Parse, text_width: int) -> None:
        self._parse, self._text_width = parse, text_width
        self._line_starts = [0, *(at + 1 for at, char in enumerate(parse.text) if char == "\n")]
        self._clip_numbers = {clip.id: number for number, clip in enumerate(parse.clips, 1)}
        self._clip_starts = [clip.span.start for clip in parse.clips]
        self._clips_by_block = {self._block_at(clip.span.start): clip for clip in parse.clips}
        self._commentary_by_block = {self._block_at(line.span.start): line for line in parse.commentary}
        self._duplicates = self._describe_duplicates()
        self._diagnostics: dict[int, list[tuple[int, Diagnostic]]] = defaultdict(list)
        for diagnostic in parse.diagnostics:
            offset = self._line_starts[diagnostic.line - 1] + diagnostic.column - 1
            self._diagnostics[self._block_at(offset)].append((offset, diagnostic))

    def block(self, number: int) -> Iterator[str]:
        """Yield the rows of a block with its diagnostics, then what was read from it."""
        block, commentary = self._parse.blocks[number], self._commentary_by_block.get(number)
        text = self._parse.text[block.start : block.end].rstrip("\n")
        rows = wrap(text, self._text_width) or [Span(0, 0)]
        diagnostics = sorted(self._diagnostics.get(number, ()))
        margin = self._margin(block, commentary)
        for row in rows:
            yield (margin + draw(row.of(text), self._text_width).text).rstrip()
            margin = " " * _MARGIN
            while diagnostics and (diagnostics[0][0] - block.start < row.end or row is rows[-1]):
                offset, diagnostic = diagnostics.pop(0)
                yield from self._diagnostic(diagnostic, text[row.start : min(offset - block.start, row.end)])
        if clip := self._clips_by_block.get(number):
            yield from self._note(_clip_fields(clip))
            yield from self._duplicate(clip.id)
        if block.repeat_of is not None:
            yield from self._note(f"repeats line {self._line_at(block.repeat_of)}")
        if commentary:
            yield from self._commentary(commentary)

    def _margin(self, block: Block, commentary: Commentary | None) -> str:
        clip = None
        if commentary:
            clip = self._clip_numbers.get(commentary.clip or "")
        elif block.kind != "blank":
            clip = self._clip_number_at(block.start)
        return f"{self._line_at(block.start):>5} {block.kind:<13} {clip or '':>3} "

    def _diagnostic(self, diagnostic: Diagnostic, before: str) -> Iterator[str]:
        """Yield a caret behind the text `before` it on the row above, and the diagnostic."""
        column = cell_width(before)
        message = f"{diagnostic.code}: {diagnostic.message}"
        if column + 2 + cell_width(message) <= self._text_width:
            yield f"{' ' * (_MARGIN + column)}^ {message}"
        else:
            yield f"{' ' * (_MARGIN + column)}^"
            yield from self._note(message)

    def _commentary(self, commentary: Commentary) -> Iterator[str]:
        """Yield the tags of a commentary line, its segments, and the quotations in each."""
        yield from self._duplicate(commentary.id)
        tags = ", ".join(f"{tag.name} = {tag.alias}" if tag.alias else tag.name for tag in commentary.tags)
        yield from self._note(f"tags: {tags}")
        quotations = list(commentary.quotations)
        for segment in commentary.segments:
            yield from self._note(f"- {truncate(segment.text, self._text_width - 2)}")
            while quotations and quotations[0].start < segment.end:
                yield from self._quotation(quotations.pop(0))
        for quotation in quotations:
            yield from self._quotation(quotation)

    def _quotation(self, quotation: Quotation) -> Iterator[str]:
        indent = _INDENT * (1 + quotation.depth)
        text = truncate(quotation.text, self._text_width // 2)
        yield from self._note(f"{quotation.speaker or '(no speaker)'}「{text}」", indent)
        if quotation.evidence:
            yield from self._note(self._evidence(quotation.evidence), indent + _INDENT)

    def _evidence(self, evidence: Evidence) -> str:
        description: str = evidence.status
        if evidence.status == "altered" and evidence.score is not None:
            description += f" {evidence.score:.2f}"
        if evidence.start is not None:
            line = self._line_at(evidence.start)
            column = evidence.start - self._line_starts[line - 1] + 1
            description += f" at {line}:{column} in clip {self._clip_numbers.get(evidence.clip or '', '?')}"
        if evidence.alternatives:
            description += f", {evidence.alternatives} other places"
        if evidence.status == "altered" and evidence.diff is not None:
            changes = " and ".join(classify_changes(evidence.diff))
            description += f", {changes}: {_format_diff(evidence.diff)}"
        return description

    def _note(self, text: str, indent: int = 0) -> Iterator[str]:
        """Yield a text beside an empty margin, on as many rows as it takes."""
        for row in wrap(text, max(_MIN_TEXT_CELLS, self._text_width - indent)):
            yield (" " * (_MARGIN + indent) + printable(row.of(text))).rstrip()

    def _describe_duplicates(self) -> dict[str, str]:
        """Return for each clip and line that occurs further up, the same or nearly so, the line of the first."""
        starts = {clip.id: clip.span.start for clip in self._parse.clips}
        starts |= {line.id: line.span.start for line in self._parse.commentary}
        first: dict[int, tuple[int, int]] = {}
        descriptions = {}
        for unit, keys in near_duplicate_keys(self._parse):
            line = self._line_at(starts[unit])
            earlier = [first[key] for key in keys.shared if key in first]
            if earlier:
                first_line, exact = min(earlier)
                same = "the same" if exact == keys.exact else "nearly the same"
                descriptions[unit] = f"{same} as line {first_line}"
            for key in keys.shared:
                first.setdefault(key, (line, keys.exact))
        return descriptions

    def _duplicate(self, unit: str) -> Iterator[str]:
        if unit in self._duplicates:
            yield from self._note(self._duplicates[unit])

    def _line_at(self, offset: int) -> int:
        return bisect_right(self._line_starts, offset)

    def _block_at(self, offset: int) -> int:
        """Return the number of the block of a character, of the last one for the end of the text."""
        return bisect_right(self._parse.blocks, offset, key=lambda block: block.start) - 1

    def _clip_number_at(self, offset: int) -> int | None:
        number = bisect_right(self._clip_starts, offset)
        return number if number and offset < self._parse.clips[number - 1].span.end else None


def _clip_fields(clip: Clip) -> str:
    """Return the fields of a clip beside its body, and the names of those that are missing."""
    fields = {
        "headline": clip.headline,
        "publisher": clip.publisher,
        "handle": clip.handle,
        "date": clip.date,
        "link": clip.url,
    }
    found = ", ".join(f"{name} {value}" for name, value in fields.items() if value)
    missing = ", ".join(name for name, value in fields.items() if not value)
    return "; ".join(part for part in (found, f"no {missing}" if missing else "") if part)


def _format_diff(diff: Sequence[DiffPart]) -> str:
    """Return the difference of an altered quotation: the clip's text in [-…-], the quotation's in {+…+}."""
    parts = []
    for kind, *texts in diff:
        if kind == "equal":
            (text,) = texts
            parts.append(text if len(text) <= 2 * _CONTEXT else f"{text[:_CONTEXT]}…{text[-_CONTEXT:]}")
        else:
            # A replacement has the clip's text, then the quotation's.
            parts += [f"[-{texts[0]}-]"] * (kind != "insert") + [f"{{+{texts[-1]}+}}"] * (kind != "delete")
    return "".join(parts)
