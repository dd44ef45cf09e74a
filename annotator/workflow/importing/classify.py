"""Decides which document each record of an import is: a new one, or one that the project has. Pure.

The text counts first, then the address. `classify` is the only place that holds this rule; its decisions are values,
which the transaction that asked for them applies.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, NamedTuple

from annotator.corpus.unit_ids import document_key
from annotator.store.values import KnownDocument, Provenance

DecisionKind = Literal["new", "same", "moved", "changed"]


class Decision(NamedTuple):
    """What a record is to the project, and the key of its document.

    `new` is a new document; `same` a document with its current text, or the bytes last read from this address; `moved`
    a document whose text was known from other addresses, of which `moved_from` is one; `changed` a document that gets
    this text as its current one. Where `at_new_address` holds, a `same` document was not yet known at this address
    with these bytes.
    """

    kind: DecisionKind
    document: str
    at_new_address: bool = False
    moved_from: str = ""


def classify(
    records: Iterable[Provenance],
    known: Sequence[KnownDocument],
    addresses_of: Callable[[int], Iterable[str]],
    exists: Callable[[str], bool],
) -> list[Decision]:
    """Decide what each record is, in order; each decision takes those before it into account.

    `known` are the documents that have one of the records' addresses, or ever had one of their texts, by number, and
    `addresses_of` gives all addresses of one of them. `exists` tells whether an address still leads to a file.
    """
    documents = _Documents()
    for one in known:
        stored = partial(addresses_of, one.number)
        documents.add(_Document(one.key, one.text_sha256, set(one.texts), stored), one.addresses.items())
    decisions = []
    for record in records:
        decision = _decide(record, documents, exists)
        documents.apply(record, decision)
        decisions.append(decision)
    return decisions


@dataclass(slots=True)
class _Document:
    """A document with its current text and all its texts.

    `stored` gives the addresses that it had before, which may be many; `added` are those found by this import.
    """

    key: str
    text: str
    texts: set[str]
    stored: Callable[[], Iterable[str]] = tuple
    added: list[str] = field(default_factory=list)


class _Documents:
    """The documents as they are after the decisions made so far."""

    def __init__(self) -> None:
        self.by_key: dict[str, _Document] = {}
        # By address, with the digest of the bytes last read from there.
        self.by_source: dict[str, tuple[_Document, str]] = {}
        # The first document that ever had a text.
        self.by_text: dict[str, _Document] = {}

    def add(self, document: _Document, addresses: Iterable[tuple[str, str]] = ()) -> None:
        self.by_key[document.key] = document
        self.by_source.update((source, (document, sha256)) for source, sha256 in addresses)
        for text in document.texts:
            self.by_text.setdefault(text, document)

    def apply(self, record: Provenance, decision: Decision) -> None:
        if decision.kind == "new":
            self.add(_Document(decision.document, record.text_sha256, {record.text_sha256}))
        document = self.by_key[decision.document]
        if decision.kind == "changed":
            document.text = record.text_sha256
            document.texts.add(record.text_sha256)
            self.by_text.setdefault(record.text_sha256, document)
        self.by_source[record.source] = (document, record.sha256)
        document.added.append(record.source)


def _decide(record: Provenance, documents: _Documents, exists: Callable[[str], bool]) -> Decision:
    text = record.text_sha256
    here, sha256 = documents.by_source.get(record.source, (None, ""))
    if here is not None and text in here.texts:
        if sha256 == record.sha256:
            return Decision("same", here.key)
        return (
            Decision("same", here.key, at_new_address=True)
            if text == here.text
            else Decision("changed", here.key)
        )
    owner = documents.by_text.get(text)
    if owner is None:
        return Decision("new", document_key(text)) if here is None else Decision("changed", here.key)
    if here is None and (owner.added or any(map(exists, owner.stored()))):
        return Decision("same", owner.key, at_new_address=True)
    moved_from = min(owner.stored(), default=owner.added[0] if owner.added else "")
    return Decision("moved", owner.key, at_new_address=True, moved_from=moved_from)
