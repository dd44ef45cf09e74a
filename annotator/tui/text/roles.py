"""The roles that a paragraph and a mark may have on the screen, each a suffix of a component class.

Invariant: every role here has a rule in the stylesheet, and no two marks look alike without their colour.
"""

from collections.abc import Mapping
from types import MappingProxyType

PARAGRAPH_STYLES = (
    *("headline", "meta", "heading", "paragraph", "list", "link"),
    *("commentary", "quotation", "unit", "repeat", "boilerplate", "gap"),
)
HIGHLIGHT_STYLES = (
    *("verbatim", "recast", "altered", "elsewhere"),
    *("current", "opened", "deleted", "inserted", "found"),
)
GUTTER_SYMBOLS: Mapping[str, str] = MappingProxyType(
    {
        "verbatim": "=",
        "recast": "~",
        "altered": "!",
        "elsewhere": "^",
        "current": ">",
        "opened": "*",
        "deleted": "-",
        "inserted": "+",
        "found": "/",
    }
)
"""The sign beside a row that holds such a mark."""
DEFAULT_GUTTER_SYMBOL = "|"
"""The sign for a role that has none of its own."""
