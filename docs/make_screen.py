"""Draws `docs/screen.svg`: the labelling screen on `seeds/`, in Japanese.

Run it in a checkout with the package installed: `python docs/make_screen.py`. The same seeds give the same picture.
"""

import asyncio
import contextlib
import html
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from annotator.tui.app import AnnotatorApp
from annotator.tui.text.graphemes import cell_width, split_graphemes
from annotator.workflow.browsing.search import search_units
from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project, open_project

ROOT = Path(__file__).parents[1]
SIZE = (120, 36)
# A text in the line to open, which has one verbatim and one altered quotation.
LINE = "リューネ弁護士"
# The width of a column in Textual's drawing, in pixels.
COLUMN = 12.2
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK JP', monospace"
WIDE_FONTS = "'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', sans-serif"

_FACES = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FAMILY = re.compile(r"font-family: [^;]+;")
_TEXT = re.compile(
    r'<text class="(?P<style>[^"]+-r\d+)" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+" '
    r'clip-path="[^"]+">(?P<text>.*?)</text>'
)
_UNUSED = re.compile(r'<clipPath id="[^"]+-line-\d+">.*?</clipPath>\s*', re.DOTALL)
_WIDE = re.compile(r"\s*font-variant-east-asian: [^;]+;")
_NAMES = re.compile(r"terminal-\d+-")


def main() -> None:
    """Write the picture."""
    (ROOT / "docs" / "screen.svg").write_text(picture(), "utf-8")


def picture() -> str:
    """Return the picture."""
    with tempfile.TemporaryDirectory() as folder:
        now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        project = open_project(
            str(Path(folder) / "annotator.db"),
            annotator="aya",
            clock=lambda: now,
            randomness=Random(1).randbytes,
        )
        with project, contextlib.chdir(ROOT):
            add(project, ["seeds"])
            drawing = asyncio.run(_draw(project))
    return use_system_fonts(drawing)


async def _draw(project: Project) -> str:
    """Open the line and its altered quotation, give one answer, and return Textual's drawing."""
    app = AnnotatorApp(project, "ja")
    line = next((hit.unit for hit in search_units(project, LINE) if hit.unit.kind == "commentary"), None)
    place = app.session.begin() and line and app.session.navigation.go_to(line)
    if not place:
        raise SystemExit(f"no commentary line of seeds/ contains {LINE}")
    app.session.remember_place()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("q", "semicolon")
        while not _shows_both_sides(app):
            await pilot.press("semicolon")
        await pilot.pause()
        return app.export_screenshot(title="annotator open seeds/", simplify=True)


def _shows_both_sides(app: AnnotatorApp) -> bool:
    line, opened = app.session.cursor.line, app.session.cursor.opened
    evidence = line.quotations[opened].evidence if line and opened is not None else None
    return evidence is not None and evidence.status == "altered"


def use_system_fonts(svg: str) -> str:
    """Place every character in its own columns, and use only fonts of the system, which include kanji."""
    for pattern in (_FACES, _UNUSED, _WIDE):
        svg = pattern.sub("", svg)
    svg = _FAMILY.sub(f"font-family: {FONTS};", svg)
    svg = svg.replace("</style>", f".screen-wide {{ font-family: {WIDE_FONTS}; }}\n    </style>", 1)
    svg = _NAMES.sub("screen-", _TEXT.sub(_placed, svg))
    return "\n".join(line.rstrip() for line in svg.split("\n") if line.strip()) + "\n"


def _placed(match: re.Match[str]) -> str:
    """Return one run of text as its narrow and its wide characters, each with its position."""
    column = 0
    placed: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
    for grapheme in split_graphemes(html.unescape(match["text"])):
        cells = cell_width(grapheme)
        if grapheme.strip():
            x = f"{float(match['x']) + column * COLUMN:.1f}".removesuffix(".0")
            placed[cells > 1].append((x, grapheme))
        column += cells
    return "".join(
        f'<text class="{match["style"]}{" screen-wide" * wide}" x="{xs}" y="{match["y"]}">'
        f"{html.escape(text)}</text>"
        for wide, parts in placed.items()
        for xs, text in _runs(parts)
    )


def _runs(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join the parts, unless one of them has several characters: SVG assigns positions to characters."""
    if parts and all(len(grapheme) == 1 for _, grapheme in parts):
        return [(" ".join(x for x, _ in parts), "".join(grapheme for _, grapheme in parts))]
    return parts


if __name__ == "__main__":
    main()
