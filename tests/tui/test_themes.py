"""In every theme, what is said in a colour can be read, and no evidence mark needs its colour."""

from collections.abc import Iterator

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from annotator.tui.app import AnnotatorApp
from annotator.tui.text.highlights import HIGHLIGHT_STYLES
from annotator.tui.themes import HIGH_CONTRAST, LEGIBLE, contrast, legible, theme_names
from annotator.tui.widgets.text_pane import TextPane

COLOURED = [name for name in theme_names() if "ansi" not in name]
INKS = ("foreground", "text-accent", "text-warning", "text-error", "text-success", "text-muted")
GROUNDS = ("background", "surface", "panel")


def variables(name: str) -> dict[str, str]:
    """Return the colours of a theme as the screen has them."""
    theme = HIGH_CONTRAST if name == HIGH_CONTRAST.name else BUILTIN_THEMES[name]
    return legible({**theme.to_color_system().generate(), **theme.variables})


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)
    assert contrast(Color.parse("#123456"), Color.parse("#123456")) == 1


@pytest.mark.parametrize("name", COLOURED)
def test_every_ink_can_be_read_on_every_ground(name: str) -> None:
    colours = variables(name)
    for ground in GROUNDS:
        for ink in INKS:
            ratio = contrast(Color.parse(colours[ink]), Color.parse(colours[ground]))
            assert ratio >= LEGIBLE, (ink, ground, ratio)


def test_a_legible_theme_keeps_its_colours() -> None:
    generated = BUILTIN_THEMES["textual-dark"].to_color_system().generate()
    assert {name: value for name, value in legible(generated).items() if generated[name] != value}.keys() == {
        "text-muted"
    }


def test_the_high_contrast_theme_has_seven_to_one() -> None:
    colours = variables(HIGH_CONTRAST.name)
    for ground in GROUNDS:
        for ink in (*INKS, "accent"):
            assert contrast(Color.parse(colours[ink]), Color.parse(colours[ground])) >= 7


def looks(pane: TextPane) -> Iterator[tuple[str, Color, Color, tuple[bool, ...]]]:
    """Return each mark's colours, and its look without them."""
    for role in HIGHLIGHT_STYLES:
        colours = pane.get_visual_style(f"text-pane--{role}")
        style = pane.get_component_rich_style(f"text-pane--{role}")
        form = tuple(
            bool(part)
            for part in (
                style.bold,
                style.italic,
                style.underline,
                style.underline2,
                style.reverse,
                style.strike,
            )
        )
        yield role, colours.foreground or Color(0, 0, 0), colours.background or Color(0, 0, 0), form


async def test_every_mark_can_be_read_in_every_theme(app: AnnotatorApp) -> None:
    async with app.run_test() as pilot:
        for name in theme_names():
            app.theme = name
            await pilot.pause()
            marks = list(looks(app.screen.query_one("#clip", TextPane)))
            assert len({form for _, _, _, form in marks}) == len(HIGHLIGHT_STYLES), name
            if name in COLOURED:
                unclear = [role for role, ink, ground, _ in marks if contrast(ink, ground) < LEGIBLE]
                assert not unclear, name
