"""The themes on offer, and colours that can be read in each.

Invariant: in every theme that sets colours of its own, what is said in a colour stands out from its ground by at
least the ratio that WCAG 2.2 asks of text. The two themes that leave the colours to the terminal are left to it.
"""

from collections.abc import Mapping, Sequence

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#FFFF00",
    secondary="#00FFFF",
    accent="#FFFF00",
    warning="#FFC24D",
    error="#FF9E9E",
    success="#7CFF7C",
    foreground="#FFFFFF",
    background="#000000",
    surface="#000000",
    panel="#262626",
    text_alpha=1.0,
    variables={
        "text-accent": "#FFFF00",
        "text-warning": "#FFC24D",
        "text-error": "#FF9E9E",
        "text-success": "#7CFF7C",
        "text-muted": "#E0E0E0",
        "scrollbar": "#FFFFFF",
        "block-cursor-background": "#FFFF00",
        "block-cursor-foreground": "#000000",
        "input-selection-background": "#0050C8",
        "border": "#FFFF00",
    },
)
"""White, yellow and cyan on black."""

LEGIBLE = 4.5
"""The least contrast of text with its ground (WCAG 2.2, 1.4.3)."""
_GROUNDS = ("background", "surface", "panel")
_INKS = ("foreground", "text-accent", "text-warning", "text-error", "text-success")
_STEP = 0.05


def theme_names() -> list[str]:
    """Return the names of all themes, the project's own first."""
    return [HIGH_CONTRAST.name, *sorted(BUILTIN_THEMES)]


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """Return a theme's variables with each colour for text moved from its ground as far as reading needs."""
    grounds = [Color.parse(variables[name]) for name in _GROUNDS]
    inks = {name: _moved(Color.parse(variables[name]), grounds) for name in _INKS}
    inks["text-muted"] = _muted(variables["text-muted"], inks["foreground"], grounds)
    return {**variables, **{name: ink.hex for name, ink in inks.items()}}


def contrast(ink: Color, ground: Color) -> float:
    """Return the contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _moved(ink: Color, grounds: Sequence[Color]) -> Color:
    """Return the first colour on the way from `ink` to black or white that is legible on every ground."""
    end = grounds[0].get_contrast_text(1.0)
    steps = (ink.blend(end, step * _STEP) for step in range(int(1 / _STEP) + 1))
    return next((one for one in steps if _is_legible(one, grounds)), end)


def _muted(given: str, ink: Color, grounds: Sequence[Color]) -> Color:
    """Return the muted colour of a theme, else the faintest shade of `ink` that is still legible."""
    if not given.startswith("auto"):
        return _moved(Color.parse(given), grounds)
    steps = (ink.blend(grounds[0], step * _STEP) for step in range(int(0.4 / _STEP), -1, -1))
    return next((one for one in steps if _is_legible(one, grounds)), ink)


def _is_legible(ink: Color, grounds: Sequence[Color]) -> bool:
    return all(contrast(ink, ground) >= LEGIBLE for ground in grounds)


def _luminance(color: Color) -> float:
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
