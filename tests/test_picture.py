"""The README's picture can be redrawn: it shows the whole screen and loads nothing from the network."""

import runpy
from pathlib import Path
from xml.etree import ElementTree


def test_the_picture_shows_a_line_with_both_sides_of_what_was_altered(root: Path) -> None:
    picture: str = runpy.run_path(str(root / "docs" / "make_screen.py"))["picture"]()
    rows: dict[str, list[str]] = {}
    for text in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"):
        rows.setdefault(text.get("y", ""), []).append("".join(text.itertext()))
    texts = ["".join(row) for row in rows.values()]
    for shown in ("ヘルプ", "記事", "この行", "リューネ弁護士"):
        assert any(shown in row for row in texts), shown
    assert not [asked for asked in ("@font-face", "@import", "url(http", "href=") if asked in picture]
