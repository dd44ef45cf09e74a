"""The themes, and the legibility of their text colours.

Invariant: in every theme with colours of its own, each text colour has at least the contrast with its background
that WCAG 2.2 asks for. The two themes that use the terminal's colours are left as they are.
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
"""The least contrast of text with its background (WCAG 2.2, 1.4.3)."""
_BACKGROUNDS = ("background", "surface", "panel")
_TEXT_COLORS = ("foreground", "text-accent", "text-warning", "text-error", "text-success")
_STEP = 0.05


def theme_names() -> list[str]:
    """Return the names of all themes, the project's own first."""
    return [HIGH_CONTRAST.name, *sorted(BUILTIN_THEMES)]


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """Return a theme's variables with each text colour changed as far as its contrast needs."""
    backgrounds = [Color.parse(variables[name]) for name in _BACKGROUNDS]
    colors = {name: _adjust(Color.parse(variables[name]), backgrounds) for name in _TEXT_COLORS}
    colors["text-muted"] = _muted(variables["text-muted"], colors["foreground"], backgrounds)
    return {**variables, **{name: color.hex for name, color in colors.items()}}


def contrast(text: Color, background: Color) -> float:
    """Return the contrast ratio of two opaque colours, from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(text), _luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _adjust(text: Color, backgrounds: Sequence[Color]) -> Color:
    """Return the first blend of a colour with black or white that is legible on every background."""
    end = backgrounds[0].get_contrast_text(1.0)
    steps = (text.blend(end, step * _STEP) for step in range(int(1 / _STEP) + 1))
    return next((one for one in steps if _is_legible(one, backgrounds)), end)


def _muted(given: str, text: Color, backgrounds: Sequence[Color]) -> Color:
    """Return the muted colour of a theme, else the faintest shade of `text` that is still legible."""
    if not given.startswith("auto"):
        return _adjust(Color.parse(given), backgrounds)
    steps = (text.blend(backgrounds[0], step * _STEP) for step in range(int(0.4 / _STEP), -1, -1))
    return next((one for one in steps if _is_legible(one, backgrounds)), text)


def _is_legible(text: Color, backgrounds: Sequence[Color]) -> bool:
    return all(contrast(text, background) >= LEGIBLE for background in backgrounds)


def _luminance(color: Color) -> float:
    parts = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
