"""How a document was read, beside its text: for `annotator parse --explain`.

Every line of the text stands with its number, its kind and the number of its clip; below it what was made of it, and
what looked odd, with a caret below the character. Nothing that the text holds acts on the terminal.
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

# The line's number, the kind of block, the number of the clip, each with a space behind it.
_MARGIN = 5 + 1 + 13 + 1 + 3 + 1
# Cells that the text is given in the narrowest of terminals.
_NARROWEST = 16
_INDENT = 2
# Characters of what is equal that are shown on either side of a change.
_AROUND = 4


def explained(read: "ParsedDocument", width: int) -> Iterator[str]:
    """Yield the lines that explain one document; `width` is in cells."""
    parse, document = read.parse, read.document
    quotations = sum(len(line.quotations) for line in parse.commentary)
    yield (
        f"{document.where}: {document.text.encoding}, {len(parse.text)} characters, {len(parse.clips)} clips, "
        f"{len(parse.commentary)} commentary lines, {quotations} quotations, {len(parse.diagnostics)} odd places"
    )
    explanation = _Explanation(parse, max(_NARROWEST, width - _MARGIN))
    for number in range(len(parse.blocks)):
        yield from explanation.block(number)
    yield ""


class _Explanation:
    """The explanation of one parse, whose text takes `room` cells beside the margin."""

    def __init__(self, parse: Parse, room: int) -> None:
        self._parse, self._room = parse, room
        self._lines = [0, *(at + 1 for at, sign in enumerate(parse.text) if sign == "\n")]
        self._numbers = {clip.id: number for number, clip in enumerate(parse.clips, 1)}
        self._clip_starts = [clip.span.start for clip in parse.clips]
        self._begins = {self._block_at(clip.span.start): clip for clip in parse.clips}
        self._commentary = {self._block_at(line.span.start): line for line in parse.commentary}
        self._twins = self._earlier_twins()
        self._odd: dict[int, list[tuple[int, Diagnostic]]] = defaultdict(list)
        for diagnostic in parse.diagnostics:
            offset = self._lines[diagnostic.line - 1] + diagnostic.column - 1
            self._odd[self._block_at(offset)].append((offset, diagnostic))

    def block(self, number: int) -> Iterator[str]:
        """Yield the rows of a block with its remarks, and what was made of it."""
        block, commentary = self._parse.blocks[number], self._commentary.get(number)
        text = self._parse.text[block.start : block.end].rstrip("\n")
        rows = wrap(text, self._room) or [Span(0, 0)]
        odd = sorted(self._odd.get(number, ()))
        margin = self._margin(block, commentary)
        for row in rows:
            yield (margin + draw(row.of(text), self._room).text).rstrip()
            margin = " " * _MARGIN
            while odd and (odd[0][0] - block.start < row.end or row is rows[-1]):
                offset, diagnostic = odd.pop(0)
                yield from self._remark(text, row, offset - block.start, diagnostic)
        if clip := self._begins.get(number):
            yield from self._note(_origin(clip))
            yield from self._twin(clip.id)
        if block.repeat_of is not None:
            yield from self._note(f"repeats line {self._line_at(block.repeat_of)}")
        if commentary:
            yield from self._reading(commentary)

    def _margin(self, block: Block, commentary: Commentary | None) -> str:
        clip = None
        if commentary:
            clip = self._numbers.get(commentary.clip or "")
        elif block.kind != "blank":
            clip = self._clip_around(block.start)
        return f"{self._line_at(block.start):>5} {block.kind:<13} {clip or '':>3} "

    def _remark(self, text: str, row: Span, offset: int, diagnostic: Diagnostic) -> Iterator[str]:
        """Yield a caret below the character at `offset` of the block, and the remark on it."""
        column = cell_width(text[row.start : min(offset, row.end)])
        words = f"{diagnostic.code}: {diagnostic.message}"
        if column + 2 + cell_width(words) <= self._room:
            yield f"{' ' * (_MARGIN + column)}^ {words}"
        else:
            yield f"{' ' * (_MARGIN + column)}^"
            yield from self._note(words)

    def _reading(self, commentary: Commentary) -> Iterator[str]:
        """Yield what was made of a commentary line: its tags, its segments, and the quotations in each."""
        yield from self._twin(commentary.id)
        tags = ", ".join(f"{tag.name} = {tag.alias}" if tag.alias else tag.name for tag in commentary.tags)
        yield from self._note(f"tags: {tags}")
        quotations = list(commentary.quotations)
        for segment in commentary.segments:
            yield from self._note(f"- {truncate(segment.text, self._room - 2)}")
            while quotations and quotations[0].start < segment.end:
                yield from self._quotation(quotations.pop(0))
        for quotation in quotations:
            yield from self._quotation(quotation)

    def _quotation(self, quotation: Quotation) -> Iterator[str]:
        indent = _INDENT * (1 + quotation.depth)
        words = truncate(quotation.text, self._room // 2)
        yield from self._note(f"{quotation.speaker or '(no speaker)'}「{words}」", indent)
        if quotation.evidence:
            yield from self._note(self._evidence(quotation.evidence), indent + _INDENT)

    def _evidence(self, evidence: Evidence) -> str:
        words: str = evidence.status
        if evidence.status == "altered" and evidence.score is not None:
            words += f" {evidence.score:.2f}"
        if evidence.start is not None:
            line = self._line_at(evidence.start)
            words += f" at {line}:{evidence.start - self._lines[line - 1] + 1}"
            words += f" in clip {self._numbers.get(evidence.clip or '', '?')}"
        if evidence.alternatives:
            words += f", {evidence.alternatives} other places"
        if evidence.status != "altered" or evidence.diff is None:
            return words
        return f"{words}, {' and '.join(classify_changes(evidence.diff))}: {_difference(evidence.diff)}"

    def _note(self, words: str, indent: int = 0) -> Iterator[str]:
        """Yield words beside an empty margin, on as many rows as they take."""
        for row in wrap(words, max(_NARROWEST, self._room - indent)):
            yield (" " * (_MARGIN + indent) + printable(row.of(words))).rstrip()

    def _earlier_twins(self) -> dict[str, str]:
        """Return for each clip and line that stands further up, the same or nearly so, where it does."""
        starts = {clip.id: clip.span.start for clip in self._parse.clips}
        starts |= {line.id: line.span.start for line in self._parse.commentary}
        first: dict[int, tuple[int, int]] = {}
        found = {}
        for unit, keys in near_duplicate_keys(self._parse):
            line = self._line_at(starts[unit])
            earlier = [first[key] for key in keys.shared if key in first]
            if earlier:
                place, words = min(earlier)
                found[unit] = f"{'the same' if words == keys.exact else 'nearly the same'} as line {place}"
            for key in keys.shared:
                first.setdefault(key, (line, keys.exact))
        return found

    def _twin(self, unit: str) -> Iterator[str]:
        if unit in self._twins:
            yield from self._note(self._twins[unit])

    def _line_at(self, offset: int) -> int:
        return bisect_right(self._lines, offset)

    def _block_at(self, offset: int) -> int:
        """Return the number of the block that holds a character, of the last one for the text's end."""
        return bisect_right(self._parse.blocks, offset, key=lambda block: block.start) - 1

    def _clip_around(self, offset: int) -> int | None:
        number = bisect_right(self._clip_starts, offset)
        return number if number and offset < self._parse.clips[number - 1].span.end else None


def _origin(clip: Clip) -> str:
    """Return what was read of a clip beside its body."""
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


def _difference(diff: Sequence[DiffPart]) -> str:
    """Return what an altered quotation changed: the clip's words in [-…-], the quotation's in {+…+}."""
    words = []
    for kind, *texts in diff:
        if kind == "equal":
            (text,) = texts
            words.append(text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]}…{text[-_AROUND:]}")
        else:
            # A replacement holds the clip's words, then the quotation's.
            words += [f"[-{texts[0]}-]"] * (kind != "insert") + [f"{{+{texts[-1]}+}}"] * (kind != "delete")
    return "".join(words)
