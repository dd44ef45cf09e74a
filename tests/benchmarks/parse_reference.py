"""The reference of the parser: one pattern that tells kinds of lines apart.

The kinds are commentary, tag line, attribution, line with a link, blank and other.
"""

import re

_TAG = r"[#＃][^\s#＃=＝()（）「」『』、。・:：]+(?:[=＝][^\s#＃()（）「」『』]+)?"
_LINE = re.compile(
    rf"(?P<blank>[^\S\n]*\n)"
    rf"|(?P<commentary>(?:{_TAG})+[(（・「『][^\n]*\n?)"
    rf"|(?P<tag_line>(?:{_TAG})+[^\S\n]*(?:\n|\Z))"
    r"|(?P<attribution>[—―–─][^\n]*?[(（][@＠]\w+[)）][^\n]*\n?)"
    r"|(?P<link>[^\n]*?(?:https?://|pic\.twitter\.com/)[^\n]*\n?)"
    r"|(?P<other>[^\n]+\n?)"
)


def classify(text: str) -> list[tuple[str, int, int]]:
    """Return the kind of each line and its span."""
    return [(match.lastgroup or "", *match.span()) for match in _LINE.finditer(text)]
