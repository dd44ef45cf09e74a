"""The README's picture can be drawn anew: it shows the screen, whole, and asks nothing of the network."""

import runpy
from pathlib import Path
from xml.etree import ElementTree


def test_the_picture_shows_a_line_with_both_sides_of_what_was_altered(root: Path) -> None:
    drawn: str = runpy.run_path(str(root / "docs" / "make_screen.py"))["picture"]()
    rows: dict[str, list[str]] = {}
    for text in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text"):
        rows.setdefault(text.get("y", ""), []).append("".join(text.itertext()))
    words = ["".join(row) for row in rows.values()]
    for shown in ("ヘルプ", "記事", "この行", "リューネ弁護士"):
        assert any(shown in row for row in words), shown
    assert not [asked for asked in ("@font-face", "@import", "url(http", "href=") if asked in drawn]
