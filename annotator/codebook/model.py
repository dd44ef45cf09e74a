"""The codebook as values: dimensions, labels, keys, guidelines, targets and the rule of the queue.

What can be checked of one field alone (its type, its form, that it is not empty) holds in every instance, and instances
are immutable. What relates fields to each other is checked on loading. The order of tuples is that of the file, which
is the order on the screen.
"""

from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, Strict

from annotator.corpus.unit_ids import UnitKind

Language = Literal["en", "ja"]
Scale = Literal["nominal", "ordinal"]
HolderKind = Literal["author", "speaker"]

_IDENTIFIER = "^[A-Za-z][A-Za-z0-9_]*$"
_KEY = "^[a-z0-9]$"
_VERSION = (
    r"^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}"
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
)
_TEXT = r"\S"

FORMS = {
    _IDENTIFIER: "is no identifier: write ASCII letters, digits and `_`, a letter first",
    _KEY: "is no key for a label: write one lower-case ASCII letter or one digit",
    _VERSION: "is no version: write three numbers, as in `1.0.0`",
    _TEXT: "is empty",
}
"""The message for a value that does not match a pattern, to follow the value."""

Identifier = Annotated[str, Strict(), Field(pattern=_IDENTIFIER)]
Key = Annotated[str, Strict(), Field(pattern=_KEY)]
Version = Annotated[str, Strict(), Field(pattern=_VERSION)]
Text = Annotated[str, Strict(), Field(pattern=_TEXT)]
Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict(), Field(ge=1)]
Kinds = Annotated[tuple[UnitKind, ...], Field(min_length=1)]

DROPPED = "dropped"
"""The export value of a label that a dataset leaves out and counts."""


class _CodebookPart(BaseModel):
    """The base of all parts: no unknown fields, no change after construction."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LocalizedText(_CodebookPart):
    """A text in both languages of the program."""

    en: Text
    ja: Text

    def get(self, language: Language) -> str:
        """Return the text in one language."""
        return self.ja if language == "ja" else self.en


class Export(_CodebookPart):
    """The value of a label in one external scheme, such as `semeval`."""

    scheme: Identifier
    value: Text


class Label(_CodebookPart):
    """One possible answer to a dimension."""

    id: Identifier
    key: Key
    name: LocalizedText
    definition: LocalizedText
    example: Text
    """A line, in Japanese, that gets this label."""
    counterexample: Text
    """A similar line that does not."""
    apart: Flag = False
    """Whether it is an answer to an ordinal dimension but no rank."""
    export: tuple[Export, ...] = ()

    def exported_as(self, scheme: str) -> str | None:
        """Return the label's value in an external scheme; None where it is dropped or the scheme unknown."""
        value = next((e.value for e in self.export if e.scheme == scheme), DROPPED)
        return None if value == DROPPED else value


class Holders(_CodebookPart):
    """The holder of a stance, for each kind of unit that a dimension with a target applies to."""

    clip: HolderKind | None = None
    commentary: HolderKind | None = None
    quotation: HolderKind | None = None

    def of(self, kind: UnitKind) -> HolderKind | None:
        """Return the holder for one kind of unit."""
        return {"clip": self.clip, "commentary": self.commentary, "quotation": self.quotation}[kind]


class Dimension(_CodebookPart):
    """One question, with its labels and the kinds of unit that it applies to."""

    id: Identifier
    name: LocalizedText
    scale: Scale
    units: Kinds
    required: Flag
    question: LocalizedText
    guideline: LocalizedText
    """The rules for edge cases, as the annotator reads them."""
    targeted: Flag = False
    """Whether an answer needs a holder and a target."""
    holder: Holders | None = None
    not_asked: LocalizedText | None = None
    """Why it does not apply to the other kinds of unit."""
    labels: Annotated[tuple[Label, ...], Field(min_length=1)]

    @property
    def ranks(self) -> tuple[Label, ...]:
        """The labels in order of rank, without those set apart; empty on a nominal scale."""
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


class Target(_CodebookPart):
    """A possible target of a stance, offered in the list of targets."""

    id: Identifier
    name: LocalizedText


class Condition(_CodebookPart):
    """A condition that a dimension is answered with one of some labels."""

    dimension: Identifier
    any_of: Annotated[tuple[Identifier, ...], Field(min_length=1)]


class Contradiction(_CodebookPart):
    """Answers to one unit that contradict each other; they are reported, never refused."""

    id: Identifier
    when: Annotated[tuple[Condition, ...], Field(min_length=2)]
    """The conditions that together make the contradiction, each on another dimension."""
    says: LocalizedText
    """The message to the annotator."""

    def holds(self, given: Collection[tuple[str, str]]) -> bool:
        """Tell whether answers, as (dimension, label), meet all conditions."""
        return all(
            any((condition.dimension, label) in given for label in condition.any_of)
            for condition in self.when
        )


class Codebook(_CodebookPart):
    """A label scheme, with its name and version."""

    name: Identifier
    version: Version
    title: LocalizedText
    rule: LocalizedText
    """The most important rule, shown before any guideline."""
    queue: Kinds
    """The kinds of unit in the queue."""
    queue_without: tuple[UnitKind, ...] = ()
    """The kinds in the queue for a document that has none of `queue`."""
    max_targets: Count = 1
    """The most targets that one annotator may give for one unit."""
    targets: tuple[Target, ...] = ()
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    contradictions: tuple[Contradiction, ...] = ()

    def dimension(self, dimension_id: str) -> Dimension:
        """Return one dimension; KeyError where the codebook has none of that id."""
        found = next((one for one in self.dimensions if one.id == dimension_id), None)
        if found is None:
            raise KeyError(dimension_id)
        return found

    def dimension_name(self, dimension_id: str, language: Language) -> str:
        """Return the name of a dimension; its id where this version of the codebook has none of that id."""
        return next(
            (one.name.get(language) for one in self.dimensions if one.id == dimension_id), dimension_id
        )

    def label_name(self, dimension_id: str, label_id: str, language: Language) -> str:
        """Return the name of a label; its id where this version of the codebook has none of that id."""
        labels = (label for one in self.dimensions if one.id == dimension_id for label in one.labels)
        return next((label.name.get(language) for label in labels if label.id == label_id), label_id)

    def asked_of(self, kind: UnitKind) -> tuple[Dimension, ...]:
        """Return the dimensions that apply to a kind of unit, in order."""
        return tuple(dimension for dimension in self.dimensions if kind in dimension.units)

    def required_of(self, kind: UnitKind) -> tuple[str, ...]:
        """Return the ids of the dimensions that a unit of this kind needs an answer to."""
        return tuple(dimension.id for dimension in self.asked_of(kind) if dimension.required)

    def label_for_key(self, key: str, kind: UnitKind) -> tuple[Dimension, Label] | None:
        """Return the dimension and label of an ASCII key on a unit of this kind, or None where it has none."""
        return _owner_of_key(self.asked_of(kind), key)

    def dimension_with_key(self, key: str) -> tuple[Dimension, Label] | None:
        """Return the first dimension and label with a key, whatever kind of unit they apply to."""
        return _owner_of_key(self.dimensions, key)

    def contradictions_in(self, given: Collection[tuple[str, str]]) -> tuple[Contradiction, ...]:
        """Return the contradictions between the answers to one unit, given as (dimension, label)."""
        return tuple(one for one in self.contradictions if one.holds(given))

    def queued_kinds(self, held: Collection[UnitKind]) -> tuple[UnitKind, ...]:
        """Return the kinds in the queue for a document that has units of the kinds `held`."""
        kinds = self.queue if any(kind in held for kind in self.queue) else self.queue_without
        return tuple(kind for kind in kinds if kind in held)


def _owner_of_key(dimensions: tuple[Dimension, ...], key: str) -> tuple[Dimension, Label] | None:
    """Return the first dimension and label with this key."""
    for dimension in dimensions:
        if label := dimension.label_for_key(key):
            return dimension, label
    return None
