"""What the store takes and gives: plain values. No row of a table leaves this package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from annotator.corpus.model import EvidenceStatus, Parse
from annotator.corpus.near_duplicates import Keyed
from annotator.corpus.unit_ids import UnitKind

EventKind = Literal["answer", "withdraw", "flag", "note", "skip", "undo", "redo"]
ChangeKind = Literal["import", "address", "codebook"]
UNDOABLE: tuple[EventKind, ...] = ("answer", "withdraw", "flag", "note", "skip")
Details = Mapping[str, str | bool | None]


class Provenance(NamedTuple):
    """Where a document's text was read from, and what its input says of it: a date is an ISO date."""

    source: str
    sha256: str
    text_sha256: str
    encoding: str
    removed: tuple[tuple[int, str], ...]
    url: str | None = None
    title: str | None = None
    date: str | None = None


class NewDocument(NamedTuple):
    """A document to be added: what it says, where it came from, which kinds of its units wait, and when it came.

    `twins` are the keys of its units where they were made before.
    """

    parse: Parse
    provenance: Provenance
    queued_kinds: Sequence[UnitKind]
    at: datetime
    twins: Sequence[Keyed] | None = None


class Address(NamedTuple):
    """The number of the document that was read from a place, and the SHA-256 of the bytes then."""

    document: int
    sha256: str


class StoredDocument(NamedTuple):
    """A document of the database: its number (its place in the queue), where it came from, what it says."""

    number: int
    provenance: Provenance
    parse: Parse


class UnitRef(NamedTuple):
    """A unit and where it stands; `queued` tells whether it waits for answers, `edition` names its wording."""

    id: str
    kind: UnitKind
    document: int
    ordinal: int
    queued: bool
    edition: str | None


class MatchedUnit(NamedTuple):
    """A unit, the positions of its text in its document, and whether it needs an answer of the annotator who asks."""

    place: UnitRef
    start: int
    end: int
    waits: bool


class UnitText(NamedTuple):
    """A unit with its text, its start in the document's text, its line there (from 1), and the document's source."""

    place: UnitRef
    text: str
    start: int
    line: int
    source: str


UnitStatus = Literal["unanswered", "answered", "flagged", "skipped", "stale"]


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """Which units are wanted; what is None does not matter, and all else must hold at once.

    `since` and `until` are ISO dates of the clip, as long as is wanted, both inclusive. `state` and `label`
    (dimension, label) are those of the annotator who asks.
    """

    kinds: tuple[UnitKind, ...] | None = None
    tag: str | None = None
    publisher: str | None = None
    since: str | None = None
    until: str | None = None
    evidence: EvidenceStatus | None = None
    state: UnitStatus | None = None
    label: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One act of one annotator on one unit.

    `before` and `after` are what it changed: for an answer its holder, target, label and confidence (null for
    none), for a mark its new value. `undoes` names the event that an undo takes back or a redo restores. `edition`
    names the wording of the unit that the annotator saw. Events with one `act` were made by one act, and are taken
    back and restored together.
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
    """One act on the project itself.

    `import` makes a text the present one of the document whose key is `subject`; `address` notes where else it was
    read from; `codebook` puts the codebook named `subject` into force. Of changes made before they were recorded
    nobody knows whose they are.
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
    """Where a unit stands, in terms that every copy of a project shares."""

    document: str
    kind: UnitKind
    text_sha256: str
    start: int
    end: int


class AnchoredEvent(NamedTuple):
    """An event, and where its unit stands."""

    event: Event
    place: TextAnchor


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which part of the history is meant: what is None restricts nothing; `until` is the last instant."""

    unit: str | None = None
    annotator: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotator's current answer to one dimension of a unit."""

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
    """An annotator's flag, note and skip on a unit; `event` is the last that changed one of them."""

    unit: str
    annotator: str
    flagged: bool
    note: str | None
    skipped: str | None
    event: str
    at: datetime


class QueueProgress(NamedTuple):
    """How many queued units there are, and how many of them an annotator is done with."""

    done: int
    queued: int


class NearDuplicateCounts(NamedTuple):
    """How many groups hold more than one unit, and how many units they hold in all."""

    groups: int
    units: int
