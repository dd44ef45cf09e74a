"""The codebook as values: dimensions, their labels, keys and guidelines, targets and the rule of the queue.

The invariant: everything that can be said of one field alone (its type, its form, that it is not empty) holds
in every instance, and nothing changes after construction. What ties fields together is checked when a
codebook is loaded. Positions in the tuples are the order of the file, which is the order on the screen.
"""

from collections.abc import Collection
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from annotator.codebook.fields import (
    Count,
    Flag,
    HolderKind,
    Identifier,
    Key,
    Kinds,
    Language,
    Scale,
    UnitKind,
    Version,
    Words,
)

__all__ = [
    "DROPPED",
    "Codebook",
    "Condition",
    "Contradiction",
    "Dimension",
    "Export",
    "Holders",
    "Label",
    "Language",
    "Name",
    "Target",
    "UnitKind",
]

DROPPED = "dropped"
"""The export value of a label that a dataset leaves out and counts."""


class _Value(BaseModel):
    """What all parts of a codebook share: no unknown fields, no change after construction."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Name(_Value):
    """Words for people, in both languages of the program."""

    en: Words
    ja: Words

    def get(self, language: Language) -> str:
        """Return the words in one language."""
        return self.ja if language == "ja" else self.en


class Export(_Value):
    """What a label becomes in one outside scheme, such as `semeval`."""

    scheme: Identifier
    value: Words


class Label(_Value):
    """One answer that a dimension allows."""

    id: Identifier
    key: Key
    name: Name
    definition: Name
    example: Words
    """A line, in Japanese, that gets this label."""
    counterexample: Words
    """A line, in Japanese, that is near to it and does not."""
    apart: Flag = False
    """Whether an ordinal dimension counts it as an answer but not as a rank."""
    export: tuple[Export, ...] = ()

    def exported_as(self, scheme: str) -> str | None:
        """Return the label's value in an outside scheme; None where it is dropped or the scheme unknown."""
        value = next((e.value for e in self.export if e.scheme == scheme), DROPPED)
        return None if value == DROPPED else value


class Holders(_Value):
    """Whose stance it is, for each kind of unit that a dimension with a target is asked of."""

    clip: HolderKind | None = None
    commentary: HolderKind | None = None
    quotation: HolderKind | None = None

    def of(self, kind: UnitKind) -> HolderKind | None:
        """Return the holder for one kind of unit."""
        return {"clip": self.clip, "commentary": self.commentary, "quotation": self.quotation}[kind]


class Dimension(_Value):
    """One question, with the labels that answer it and the kinds of unit that it is asked of."""

    id: Identifier
    name: Name
    scale: Scale
    units: Kinds
    required: Flag
    question: Name
    guideline: Name
    """The edge rules, as the annotator reads them."""
    targeted: Flag = False
    """Whether an answer needs a holder and a target."""
    holder: Holders | None = None
    not_asked: Name | None = None
    """Why it is not asked of the other kinds of unit."""
    labels: Annotated[tuple[Label, ...], Field(min_length=1)]

    @property
    def ranks(self) -> tuple[Label, ...]:
        """The labels in order of rank, without those that stand apart; empty on a nominal scale."""
        return tuple(label for label in self.labels if not label.apart) if self.scale == "ordinal" else ()

    def label(self, label_id: str) -> Label:
        """Return one label; KeyError where the dimension has none of that id."""
        found = next((label for label in self.labels if label.id == label_id), None)
        if found is None:
            raise KeyError(label_id)
        return found

    def label_for_key(self, key: str) -> Label | None:
        """Return the label that has this key, or None."""
        return next((label for label in self.labels if label.key == key), None)


class Target(_Value):
    """Something that a stance can be towards, offered in the list of targets."""

    id: Identifier
    name: Name


class Condition(_Value):
    """A dimension that is answered with one of some labels."""

    dimension: Identifier
    any_of: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Contradiction(_Value):
    """Answers to one unit that do not go together; they are shown, never forbidden."""

    id: Identifier
    when: Annotated[tuple[Condition, ...], Field(min_length=2)]
    """What must hold together, each for another dimension."""
    says: Name
    """What the annotator is told."""

    def holds(self, given: Collection[tuple[str, str]]) -> bool:
        """Tell whether answers, as (dimension, label), contradict each other in this way."""
        return all(
            any((condition.dimension, label) in given for label in condition.any_of)
            for condition in self.when
        )


class Codebook(_Value):
    """All that annotators are asked, under one name and version."""

    name: Identifier
    version: Version
    title: Name
    rule: Name
    """The rule above all, shown before any guideline."""
    queue: Kinds
    """The kinds of unit that wait to be labelled."""
    queue_without: tuple[UnitKind, ...] = ()
    """The kinds that wait in a document that holds none of `queue`."""
    max_targets: Count = 1
    """How many targets one annotator may give for one unit."""
    targets: tuple[Target, ...] = ()
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    contradictions: tuple[Contradiction, ...] = ()

    def dimension(self, dimension_id: str) -> Dimension:
        """Return one dimension; KeyError where the codebook has none of that id."""
        found = next((one for one in self.dimensions if one.id == dimension_id), None)
        if found is None:
            raise KeyError(dimension_id)
        return found

    def asked_of(self, kind: UnitKind) -> tuple[Dimension, ...]:
        """Return the dimensions that are asked of a kind of unit, in order."""
        return tuple(dimension for dimension in self.dimensions if kind in dimension.units)

    def required_of(self, kind: UnitKind) -> tuple[str, ...]:
        """Return the ids of the dimensions that a unit of this kind must have an answer to."""
        return tuple(dimension.id for dimension in self.asked_of(kind) if dimension.required)

    def label_for_key(self, key: str, kind: UnitKind) -> tuple[Dimension, Label] | None:
        """Return what an ASCII key answers on a unit of this kind, or None where it answers nothing."""
        return _owner_of_key(self.asked_of(kind), key)

    def dimension_with_key(self, key: str) -> tuple[Dimension, Label] | None:
        """Return the first owner of a key on any kind of unit, so that a screen can say why it is dimmed."""
        return _owner_of_key(self.dimensions, key)

    def contradictions_in(self, given: Collection[tuple[str, str]]) -> tuple[Contradiction, ...]:
        """Return how the answers to one unit, as (dimension, label), contradict each other."""
        return tuple(one for one in self.contradictions if one.holds(given))

    def queued_kinds(self, held: Collection[UnitKind]) -> tuple[UnitKind, ...]:
        """Return the kinds that wait to be labelled in a document that holds units of the kinds `held`."""
        kinds = self.queue if any(kind in held for kind in self.queue) else self.queue_without
        return tuple(kind for kind in kinds if kind in held)


def _owner_of_key(dimensions: tuple[Dimension, ...], key: str) -> tuple[Dimension, Label] | None:
    """Return the first dimension and label among `dimensions` that have this key."""
    for dimension in dimensions:
        if label := dimension.label_for_key(key):
            return dimension, label
    return None
