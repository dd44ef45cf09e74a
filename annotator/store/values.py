"""The values that the store takes and returns. Rows of tables never leave the store.

All values are immutable. `source` always is an address: the path of a file, with `#` and the id of a record in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from annotator.corpus.model import EvidenceStatus, Parse
from annotator.corpus.near_duplicates import KeyedUnit
from annotator.corpus.unit_ids import UnitKind

EventKind = Literal["answer", "withdraw", "flag", "note", "skip", "undo", "redo"]
ChangeKind = Literal["import", "address", "codebook"]
UNDOABLE: tuple[EventKind, ...] = ("answer", "withdraw", "flag", "note", "skip")
# What an event or a change changed from or to, by field.
Details = Mapping[str, str | bool | None]


# Documents and units


class Provenance(NamedTuple):
    """Where a document's text was read from, and what its input states about it.

    `sha256` is of the bytes read, `text_sha256` of the stored text; `removed` lists the characters that were left out.
    `date` is an ISO date of any precision.
    """

    source: str
    sha256: str
    text_sha256: str
    encoding: str
    removed: tuple[tuple[int, str], ...]
    url: str | None = None
    title: str | None = None
    date: str | None = None

    def as_details(self) -> dict[str, str]:
        """Return what the history records of a reading."""
        return {"source": self.source, "sha256": self.sha256, "text_sha256": self.text_sha256}


class NewDocument(NamedTuple):
    """A document to insert, with the kinds of its units that are queued.

    `near_duplicate_keys` are the keys of its units; None where they are still to be computed.
    """

    parse: Parse
    provenance: Provenance
    queued_kinds: Sequence[UnitKind]
    at: datetime
    near_duplicate_keys: Sequence[KeyedUnit] | None = None


class KnownDocument(NamedTuple):
    """What identifies a document: the digests of its current text and of every text it ever had, and its addresses.

    `addresses` maps those of its addresses that were asked for to the SHA-256 of the bytes last read from there.
    """

    number: int
    key: str
    text_sha256: str
    texts: frozenset[str]
    addresses: Mapping[str, str]


class StoredDocument(NamedTuple):
    """A document of the database; documents are queued in the order of their numbers."""

    number: int
    provenance: Provenance
    parse: Parse


class UnitRef(NamedTuple):
    """A unit and its position in the queue; `queued` tells whether it is to be labelled."""

    id: str
    kind: UnitKind
    document: int
    ordinal: int
    queued: bool
    edition: str | None


class MatchedUnit(NamedTuple):
    """A unit that matches a filter, with its span; `is_open` tells whether the annotator has to answer it."""

    unit: UnitRef
    start: int
    end: int
    is_open: bool


class UnitText(NamedTuple):
    """A unit with its text, its start in the document's text, its line there (from 1), and the document's source."""

    unit: UnitRef
    text: str
    start: int
    line: int
    source: str


UnitStatus = Literal["unanswered", "answered", "flagged", "skipped", "stale"]


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Criteria for units: all that are not None must hold.

    `since` and `until` bound the clip's date; they are ISO dates of any precision, both inclusive. `state` and `label`
    (dimension, label) are those of the annotator who filters.
    """

    kinds: tuple[UnitKind, ...] | None = None
    tag: str | None = None
    publisher: str | None = None
    since: str | None = None
    until: str | None = None
    evidence: EvidenceStatus | None = None
    state: UnitStatus | None = None
    label: tuple[str, str] | None = None


class DocumentSummary(NamedTuple):
    """A document with its first address, its first headline, and how many of its queued units are done."""

    number: int
    source: str
    headline: str | None
    queued: int
    done: int


class QueueProgress(NamedTuple):
    """The number of queued units, and how many of them an annotator has done."""

    done: int
    queued: int


class NearDuplicate(NamedTuple):
    """A near duplicate of a unit, `same` where the texts are equal; `source` is its document's first address.

    `done` tells whether the annotator who asks has done it.
    """

    unit: UnitRef
    source: str
    same: bool
    done: bool


class NearDuplicateCounts(NamedTuple):
    """The number of groups that hold more than one unit, and the number of units in them."""

    groups: int
    units: int


# History


@dataclass(frozen=True, slots=True)
class Event:
    """One action of one annotator on one unit, or a part of an action: events with the same `act` are undone together.

    `before` and `after` are what it changed: for an answer its holder, target, label and confidence (null for none),
    for a mark its new value. `undoes` is the id of the event that an undo reverts or a redo restores. `edition` is the
    edition of the unit that the annotator saw.
    """

    id: str
    at: datetime
    annotator: str
    kind: EventKind
    unit: str
    dimension: str | None
    before: Details | None
    after: Details | None
    undoes: str | None
    codebook_version: str
    program_version: str
    edition: str | None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the project itself.

    `import` makes a text the current one of the document whose key is `subject`; `address` records another address of
    that document; `codebook` activates the codebook named `subject`. The annotator is None where it was not recorded.
    """

    id: str
    at: datetime
    annotator: str | None
    kind: ChangeKind
    subject: str
    before: Details | None
    after: Details | None
    program_version: str


class TextAnchor(NamedTuple):
    """A unit's kind and span in one text of a document; the same in every copy of a project, unlike the unit's id."""

    document: str
    kind: UnitKind
    text_sha256: str
    start: int
    end: int


class AnchoredEvent(NamedTuple):
    """An event with the anchor of its unit."""

    event: Event
    anchor: TextAnchor


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Criteria for entries of the history: all that are not None must hold; `since` and `until` are inclusive."""

    unit: str | None = None
    annotator: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    event: str | None = None


# Current state


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotator's current answer to one dimension of a unit; `event` is the event that gave it."""

    unit: str
    annotator: str
    dimension: str
    holder: str | None
    target: str | None
    label: str
    confidence: str | None
    event: str
    codebook_version: str
    stale: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotator's flag, note and skip on a unit; `event` is the last event that changed one of them."""

    unit: str
    annotator: str
    flagged: bool
    note: str | None
    skipped: str | None
    event: str
    at: datetime
