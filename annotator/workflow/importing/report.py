"""The report of an `add`: what each document was to the project, and what the new and changed ones contain.

Memory is bounded: of each diagnostic only the first few locations are kept, unless all are asked for.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple, get_args

from annotator.corpus.grammar.diagnostics import DiagnosticCode
from annotator.corpus.model import EvidenceStatus, Parse
from annotator.formats.errors import FormatError
from annotator.workflow.importing.classify import Decision
from annotator.workflow.importing.reimport import Revision

# Locations of one diagnostic that are kept unless all are asked for.
LOCATIONS_KEPT = 3


class DiagnosticLocation(NamedTuple):
    """Where a diagnostic was met: line and column count from 1, columns in code points."""

    source: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return the location in the form that editors open."""
        return f"{self.source}:{self.line}:{self.column}"


class DiagnosticSummary(NamedTuple):
    """A diagnostic with its meaning, how often it was met, and where."""

    code: DiagnosticCode
    meaning: str
    times: int
    locations: tuple[DiagnosticLocation, ...]


@dataclass(slots=True)
class ContentSummary:
    """Counts of what the documents contain."""

    keep_all: bool = False
    """Whether every location of a diagnostic is kept."""
    clips: int = 0
    commentary: int = 0
    quotations: int = 0
    tags: int = 0
    document_tags: int = 0
    _evidence: Counter[EvidenceStatus] = field(default_factory=Counter)
    _codes: Counter[DiagnosticCode] = field(default_factory=Counter)
    _locations: dict[DiagnosticCode, list[DiagnosticLocation]] = field(default_factory=dict)

    def add(self, parse: Parse, source: str) -> None:
        """Count what one document contains."""
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
            locations = self._locations.setdefault(code, [])
            if self.keep_all or len(locations) < LOCATIONS_KEPT:
                locations.append(DiagnosticLocation(source, line_number, column, message))

    @property
    def evidence(self) -> dict[EvidenceStatus, int]:
        """The number of quotations by evidence."""
        return {status: self._evidence[status] for status in get_args(EvidenceStatus)}

    @property
    def diagnostic_count(self) -> int:
        """The number of diagnostics."""
        return self._codes.total()

    def diagnostics(self) -> list[DiagnosticSummary]:
        """Return the diagnostics that were met, the most frequent one first."""
        return [
            DiagnosticSummary(code, code.meaning, count, tuple(self._locations[code]))
            for code, count in sorted(self._codes.items(), key=lambda item: (-item[1], item[0]))
        ]


class Moved(NamedTuple):
    """A known document at a new address, and where it was read from before."""

    source: str
    before: str


class Changed(NamedTuple):
    """A known document with another text, and what that does to its units."""

    source: str
    revision: Revision


@dataclass(slots=True)
class ImportReport:
    """What an `add` did, or would do."""

    new: int = 0
    same: int = 0
    contents: ContentSummary = field(default_factory=ContentSummary)
    moved: list[Moved] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    problems: list[FormatError] = field(default_factory=list)

    @property
    def read(self) -> int:
        """The number of documents that could be read."""
        return self.new + self.same + len(self.moved) + len(self.changed)

    @property
    def is_clean(self) -> bool:
        """Whether all could be read, without any diagnostic."""
        return not (self.problems or self.contents.diagnostic_count)

    def add(self, source: str, decision: Decision, parse: Parse, revision: Revision | None) -> None:
        """Add one document; `source` is its address as it was asked for."""
        match decision.kind:
            case "new":
                self.new += 1
            case "same":
                self.same += 1
            case "moved":
                self.moved.append(Moved(source, decision.moved_from))
            case "changed":
                assert revision
                self.changed.append(Changed(source, revision))
        if decision.kind in ("new", "changed"):
            self.contents.add(parse, source)
