"""What a session knows of where its annotator stands, so that an act on a server need not ask for it first.

Nothing of it is taken on trust: an act that begins with what is known fails where anything is otherwise by then, and
is done once more from what is read.
"""

from datetime import datetime

from annotator.store.unit_snapshot import Standing

# Units that are remembered; when there are more, all are forgotten.
_MOST = 10_000


class Known:
    """The units that one session met, as each was after the last act on it."""

    def __init__(self) -> None:
        self._units: dict[str, Standing] = {}
        self._last_at: datetime | None = None

    def of(self, unit: str) -> Standing | None:
        """Return where the annotator is known to stand with a unit."""
        standing = self._units.get(unit)
        if standing is None or self._last_at is None:
            return None
        return standing._replace(last_at=self._last_at)

    def take(self, standing: Standing) -> None:
        """Remember where an act that is on disk has brought the annotator."""
        assert standing.last_at
        if len(self._units) >= _MOST:
            self._units.clear()
        self._units[standing.place.id] = standing
        self._last_at = max(self._last_at or standing.last_at, standing.last_at)

    def forget(self) -> None:
        """Forget all."""
        self._units.clear()
        self._last_at = None
