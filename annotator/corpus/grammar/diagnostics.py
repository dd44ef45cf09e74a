"""Diagnostics of a document: a code, a position and a message for a person.

Lines and columns count from 1; columns are code points. A new code is one row of `DiagnosticCode`.
"""

from bisect import bisect_right
from enum import StrEnum
from typing import NamedTuple, Self


class DiagnosticCode(StrEnum):
    """The codes of diagnostics, each with its explanation in one sentence."""

    meaning: str

    def __new__(cls, code: str, meaning: str) -> Self:
        """Make a code that is its string, with its meaning."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    ATTRIBUTION_WITHOUT_DATE = (
        "attribution-without-date",
        "An attribution line names no date, so its clip has none.",
    )
    BRACKET_NOT_SPEECH = (
        "bracket-not-speech",
        "A bracket is read as stress or a name; it may hold words that were said.",
    )
    DOT_IN_NAME = (
        "dot-in-name",
        "A middle dot before a quotation is read as part of the speaker's name; it may part a topic "
        "from the speaker.",
    )
    HEADLINE_MISSING = (
        "headline-missing",
        "No headline stands above an attribution line; the clip begins with the attribution.",
    )
    HEADLINE_WITHOUT_ATTRIBUTION = (
        "headline-without-attribution",
        "A line with a link stands like a headline, and no attribution follows; a clip begins there.",
    )
    LOST_OPENING_BRACKET = (
        "lost-opening-bracket",
        "The bracket that opens a commentary line's body is missing; the body is read from where it "
        "should stand.",
    )
    MAYBE_ANOTHER_PAGE = (
        "maybe-another-page",
        "A clip stands in a text that nothing marks as the blog's; on a page of another site the "
        "prose below it would be its author's.",
    )
    NO_CLIP_ABOVE = "no-clip-above", "A commentary line stands above all clips; it is attached to none."
    NO_PROSE = (
        "no-prose",
        "Nothing in the document reads like prose; every line of text is kept as a paragraph.",
    )
    POSSIBLE_HEADLINE = (
        "possible-headline",
        "A line with a link stands in a clip that has its link already; it is read as a paragraph, "
        "and may be the next clip's headline.",
    )
    SPEAKER_WITHOUT_DOT = (
        "speaker-without-dot",
        "Words between two brackets are read as who speaks next; they may run on from the bracket before.",
    )
    SPEECH_OR_NAME = (
        "speech-or-name",
        "A bracket is read as words that were said; they may be stress or a name.",
    )
    SURPLUS_BRACKET = "surplus-bracket", "A bracket closes nothing; the one that opens it may be lost."
    TEXT_AFTER_BODY = (
        "text-after-body",
        "Text stands behind the bracket that closes a commentary line's body; it is left out of the body.",
    )
    UNCLOSED_BRACKET = (
        "unclosed-bracket",
        "A bracket is never closed; what it opens is read to the end of the line at most.",
    )
    UNDECODABLE = (
        "undecodable",
        "Bytes could not be decoded and stand as U+FFFD; another --encoding may read them.",
    )


class Diagnostic(NamedTuple):
    """One finding about one position of a document."""

    code: DiagnosticCode
    line: int
    column: int
    message: str


def position_of(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of `offset` in `text`, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


class DiagnosticCollector:
    """Collects diagnostics of one text by offset, and orders them by line and column in the end."""

    def __init__(self) -> None:
        self._found: list[tuple[int, DiagnosticCode, str]] = []

    def add(self, offset: int, code: DiagnosticCode, message: str) -> None:
        """Add a diagnostic about the character at `offset` of the document."""
        self._found.append((offset, code, message))

    def located(self, line_starts: list[int]) -> tuple[Diagnostic, ...]:
        """Return what was added, in text order; `line_starts` are the offsets of the lines."""
        located = []
        for offset, code, message in sorted(self._found):
            line = bisect_right(line_starts, offset)
            located.append(Diagnostic(code, line, offset - line_starts[line - 1] + 1, message))
        return tuple(located)
