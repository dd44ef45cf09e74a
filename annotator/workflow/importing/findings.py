"""What reading documents brought: units by kind, quotations by evidence, tags, and what looked odd, by code.

Memory stays bounded: of each code only the first few places are kept unless all are asked for.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple, get_args

from annotator.corpus.grammar.diagnostics import MEANINGS, Code
from annotator.corpus.model import EvidenceStatus, Parse

# Places of one code that are kept where not all are wanted.
FEW = 3


class DiagnosticLocation(NamedTuple):
    """Where something looked odd: line and column count from 1, columns in code points."""

    source: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return the place as editors take it."""
        return f"{self.source}:{self.line}:{self.column}"


class DiagnosticSummary(NamedTuple):
    """One code with what it means, how often it was met, and where."""

    code: Code
    meaning: str
    times: int
    places: tuple[DiagnosticLocation, ...]


@dataclass(slots=True)
class Findings:
    """Counts over the documents read so far."""

    keep_all: bool = False
    """Whether every place of a code is kept."""
    clips: int = 0
    commentary: int = 0
    quotations: int = 0
    tags: int = 0
    document_tags: int = 0
    _evidence: Counter[EvidenceStatus] = field(default_factory=Counter)
    _codes: Counter[Code] = field(default_factory=Counter)
    _places: dict[Code, list[DiagnosticLocation]] = field(default_factory=dict)

    def count(self, parse: Parse, source: str) -> None:
        """Take what one document says into the counts."""
        self.clips += len(parse.clips)
        self.commentary += len(parse.commentary)
        self.document_tags += len(parse.document_tags)
        for line in parse.commentary:
            self.tags += len(line.tags)
            self.quotations += len(line.quotations)
            for quotation in line.quotations:
                if quotation.evidence:
                    self._evidence[quotation.evidence.status] += 1
        for code, line_number, column, message in parse.diagnostics:
            self._codes[code] += 1
            kept = self._places.setdefault(code, [])
            if self.keep_all or len(kept) < FEW:
                kept.append(DiagnosticLocation(source, line_number, column, message))

    @property
    def evidence(self) -> dict[EvidenceStatus, int]:
        """How many quotations have each evidence."""
        return {status: self._evidence[status] for status in get_args(EvidenceStatus)}

    @property
    def odd(self) -> int:
        """How many places looked odd."""
        return self._codes.total()

    def oddities(self) -> list[DiagnosticSummary]:
        """Return what looked odd, the most frequent code first."""
        return [
            DiagnosticSummary(code, MEANINGS[code], times, tuple(self._places[code]))
            for code, times in sorted(self._codes.items(), key=lambda item: (-item[1], item[0]))
        ]
