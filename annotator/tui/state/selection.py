"""The commentary lines that the annotator has selected, to answer them together. Pure.

Invariant: they are lines of one document; a selection ends with its document.
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
        """Begin anew where another document comes into view."""
        if document != self._document:
            self._ids.clear()
            self._document = document

    def clear(self) -> None:
        """Select nothing."""
        self._ids.clear()

    def toggle(self, line: str) -> None:
        """Select a line, or leave it out."""
        self._ids ^= {line}

    def take(self, lines: Iterable[str]) -> None:
        """Select all of these lines; where they are selected already, none of them."""
        wanted = set(lines)
        if wanted <= self._ids:
            self._ids -= wanted
        else:
            self._ids |= wanted

    def extend(self, line: str, towards: str) -> None:
        """Select a line and its neighbour; where both are selected already, leave the line out."""
        if {line, towards} <= self._ids:
            self._ids.discard(line)
        else:
            self._ids |= {line, towards}

    def of(self, lines: Sequence[Commentary]) -> list[Commentary]:
        """Return the lines that are selected, in their order."""
        return [line for line in lines if line.id in self._ids]
