"""The target of a stance: as answered, as chosen, as a tag proposes; and the targets that the picker offers."""

from collections.abc import Iterable

from annotator.codebook.model import Codebook
from annotator.corpus.model import Commentary
from annotator.store.values import Annotation
from annotator.tui.state.cursor import Unit

_RECENT = 10


class Targets:
    """The targets chosen in one session; those that were answered are in the database."""

    def __init__(self, codebook: Codebook) -> None:
        self._allows_several = codebook.max_targets > 1
        self._listed = [target.name.ja for target in codebook.targets]
        self._chosen: dict[str, str] = {}
        self._recent: list[str] = []

    def of(self, unit: Unit, answers: Iterable[Annotation]) -> str | None:
        """Return the target of the next stance on a unit, given the answers to it.

        Where a unit may have several targets, the one chosen last comes before those answered.
        """
        answered = [answer for answer in answers if answer.target]
        if answered and not (self._allows_several and unit.id in self._chosen):
            return max(answered, key=lambda answer: (answer.at, answer.event)).target
        return self.proposed(unit)

    def proposed(self, unit: Unit) -> str | None:
        """Return the target chosen for a unit, else the one that its first tag names."""
        tag = unit.tags[0].name if isinstance(unit, Commentary) and unit.tags else None
        return self._chosen.get(unit.id) or tag

    def choose(self, unit: Unit, target: str | None) -> None:
        """Choose a target for a unit; None drops the choice."""
        if target is None:
            self._chosen.pop(unit.id, None)
        else:
            self._chosen[unit.id] = target

    def mark_used(self, target: str) -> None:
        """Put a target first among the recent ones."""
        self._recent = [target, *(other for other in self._recent if other != target)][:_RECENT]

    def offered(self, unit: Unit) -> list[str]:
        """Return the tags and aliases of a line, the recent targets, and the codebook's list, each once."""
        tags = unit.tags if isinstance(unit, Commentary) else ()
        named = [name for tag in tags for name in (tag.name, tag.alias) if name]
        return list(dict.fromkeys([*named, *self._recent, *self._listed]))
