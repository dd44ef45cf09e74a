"""What a stance can be towards: what a line's tags propose, what was chosen for it, what was used lately."""

from annotator.codebook.model import Codebook
from annotator.corpus.model import Commentary
from annotator.tui.state.unit_positions import Labelled

_RECENT = 10


class Targets:
    """The targets of one session; those that were answered are the database's."""

    def __init__(self, codebook: Codebook) -> None:
        self._listed = [target.name.ja for target in codebook.targets]
        self._chosen: dict[str, str] = {}
        self._recent: list[str] = []

    def chosen(self, unit: Labelled) -> str | None:
        """Return what was chosen for a unit in this session."""
        return self._chosen.get(unit.id)

    def proposed(self, unit: Labelled) -> str | None:
        """Return what was chosen for a unit, else what its first tag proposes."""
        tagged = unit.tags[0].name if isinstance(unit, Commentary) and unit.tags else None
        return self._chosen.get(unit.id) or tagged

    def choose(self, unit: Labelled, target: str | None) -> None:
        """Keep a target for a unit; None keeps none."""
        if target is None:
            self._chosen.pop(unit.id, None)
        else:
            self._chosen[unit.id] = target

    def used(self, target: str) -> None:
        """Put a target first among the recent ones."""
        self._recent = [target, *(other for other in self._recent if other != target)][:_RECENT]

    def offered(self, unit: Labelled) -> list[str]:
        """Return the tags and aliases of a line, the recent targets, and the codebook's list, each once."""
        tags = unit.tags if isinstance(unit, Commentary) else ()
        named = [name for tag in tags for name in (tag.name, tag.alias) if name]
        return list(dict.fromkeys([*named, *self._recent, *self._listed]))
