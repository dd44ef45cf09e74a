"""Plots of characters. Braille patterns, since every terminal gives them one cell."""

_FULL, _HALF, _EMPTY = "⣿", "⡇", "⠀"


def draw_bar(part: float, cells: int) -> str:
    """Return a bar that fills `part` (0 to 1) of `cells` cells, to half a cell; whatever is above 0 shows."""
    halves = round(max(0.0, min(part, 1.0)) * cells * 2)
    if part > 0:
        halves = max(1, halves)
    filled = _FULL * (halves // 2) + _HALF * (halves % 2)
    return filled + _EMPTY * (cells - len(filled))
