"""The commentary lines that are selected to be answered together. Pure.

Invariant: they are lines of one document; opening another document clears the selection.
"""

from collections.abc import Iterable, Sequence

from annotator.corpus.model import Commentary


class SelectedLines:
    """Lines of the document in view, by their ids."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._document: int | None = None

    def __contains__(self, unit: object) -> bool:
        return unit in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def enter(self, document: int) -> None:
        """Clear the selection where another document comes into view."""
        if document != self._document:
            self._ids.clear()
            self._document = document

    def clear(self) -> None:
        """Select nothing."""
        self._ids.clear()

    def toggle(self, line: str) -> None:
        """Select a line, or deselect it."""
        self._ids ^= {line}

    def toggle_all(self, lines: Iterable[str]) -> None:
        """Select all of these lines; where all are selected already, deselect them."""
        ids = set(lines)
        if ids <= self._ids:
            self._ids -= ids
        else:
            self._ids |= ids

    def extend(self, line: str, neighbour: str) -> None:
        """Select a line and its neighbour; where both are selected already, deselect the line."""
        if {line, neighbour} <= self._ids:
            self._ids.discard(line)
        else:
            self._ids |= {line, neighbour}

    def of(self, lines: Sequence[Commentary]) -> list[Commentary]:
        """Return those of the lines that are selected, in their order."""
        return [line for line in lines if line.id in self._ids]
