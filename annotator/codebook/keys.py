"""Keys: which key a typed character stands for, and which keys a codebook may not take.

A Japanese input mode left on types `１`, `ぬ` or `ﾇ` where the annotator pressed `1`. This module owns the
one table of such twins, so that labels and the program's own keys mean the same in every input mode. The
invariant: `ascii_key` gives a printable ASCII character that is its own twin, or `space`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

# The kana layout of JIS X 6002, unshifted: ASCII key, hiragana and half-width katakana of each row.
_KANA_ROWS = (
    ("1234567890-^", "ぬふあうえおやゆよわほへ", "ﾇﾌｱｳｴｵﾔﾕﾖﾜﾎﾍ"),
    ("qwertyuiop@[", "たていすかんなにらせ゛゜", "ﾀﾃｲｽｶﾝﾅﾆﾗｾﾞﾟ"),
    ("asdfghjkl;:]", "ちとしはきくまのりれけむ", "ﾁﾄｼﾊｷｸﾏﾉﾘﾚｹﾑ"),
    ("zxcvbnm,./\\", "つさそひこみもねるめろ", "ﾂｻｿﾋｺﾐﾓﾈﾙﾒﾛ"),
)
# What the punctuation keys type in the romaji mode of an input method, in both widths.
_PUNCTUATION = (
    (".,/[]", "。、・「」"),
    (".,/[]", "｡､･｢｣"),
    ("-", "ー"),
    ("-", "\N{MINUS SIGN}"),
    ('""', "“”"),
    ("''", "‘’"),
)
_FULL_WIDTH_OFFSET = 0xFEE0
_KATAKANA_OFFSET = 0x60
_HIRAGANA_LETTERS = range(0x3041, 0x3097)

PROGRAM_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "down": "next line",
        "up": "previous line",
        "right": "next clip",
        "left": "previous clip",
        "]": "next clip",
        "[": "previous clip",
        "pagedown": "scroll the clip down",
        "pageup": "scroll the clip up",
        "space": "scroll the clip down",
        "enter": "next unit that needs an answer",
        "backspace": "undo",
        "ctrl+y": "redo",
        "escape": "close, or drop the selection",
        "tab": "the clip as unit, and back",
        "shift+tab": "the clip as unit, and back",
        ";": "next quotation",
        ":": "the quotation as unit, and back",
        "!": "flag",
        ".": "note",
        ",": "skip",
        "*": "target",
        "+": "more confident",
        "-": "less confident",
        '"': "repeat the last answers",
        "'": "repeat the last answers",
        "#": "select the line",
        "%": "select the lines under the clip",
        "shift+down": "select downwards",
        "shift+up": "select upwards",
        ">": "the same text elsewhere",
        "/": "find",
        "&": "filter",
        "@": "go to a number or file",
        "$": "next flagged unit",
        "?": "help",
        "\\": "show what is folded away",
        "=": "go on by itself, or not",
        "f1": "help",
        "f3": "filter on or off",
        "f4": "reminder to rest, or not",
        "f6": "documents",
        "f7": "history of the unit",
        "f8": "statistics",
        "f9": "theme",
        "f10": "command palette",
        "ctrl+p": "command palette",
        "ctrl+q": "quit",
    }
)
"""The program's own keys by name, each with the action that owns it; none is a letter or a digit."""

TERMINAL_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "ctrl+i": "tab",
        "ctrl+m": "enter",
        "ctrl+j": "line feed",
        "ctrl+h": "backspace",
        "ctrl+[": "escape",
        "ctrl+@": "ctrl+space",
        "ctrl+c": "interrupt",
        "ctrl+d": "end of input",
        "ctrl+z": "suspend",
        "ctrl+s": "stop output",
        "ctrl+\\": "stop the program",
    }
)
"""Keys that a terminal sends as another key or keeps for itself, each with what it makes of them."""


def ascii_key(character: str) -> str | None:
    """Return the key that `character` stands for in any input mode, or None where it is no key.

    A letter is given in lower case, so that Caps Lock changes nothing; a space of either width is `space`.
    """
    return _twins().get(character)


def reserved_by(key: str) -> str | None:
    """Name the owner of a key that no label may have, as in `the program (flag)`; None where it is free."""
    name = ascii_key(key) or key.lower()
    if name in PROGRAM_KEYS:
        return f"the program ({PROGRAM_KEYS[name]})"
    if name in TERMINAL_KEYS:
        return f"the terminal ({TERMINAL_KEYS[name]})"
    return None


@cache
def _twins() -> Mapping[str, str]:
    """Build the table from every character that is a key to that key."""
    twins = {" ": "space", "\N{IDEOGRAPHIC SPACE}": "space"}
    for code in range(0x21, 0x7F):
        twins[chr(code)] = twins[chr(code + _FULL_WIDTH_OFFSET)] = chr(code).lower()
    for keys, *forms in (*_KANA_ROWS, *_PUNCTUATION):
        for form in forms:
            twins.update(zip(form, keys, strict=True))
    for keys, hiragana, _ in _KANA_ROWS:
        for key, kana in zip(keys, hiragana, strict=True):
            if ord(kana) in _HIRAGANA_LETTERS:
                twins[chr(ord(kana) + _KATAKANA_OFFSET)] = key
    return MappingProxyType(twins)
