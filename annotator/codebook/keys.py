"""Keys: the default keys of the screen's actions, which labels may not have, and the key behind a typed character.

In a Japanese input mode, the key `1` types `１`, `ぬ` or `ﾇ`. The table of these variants is here, so that the keys
of labels and actions work in every input mode. Invariant: `ascii_key` returns a printable ASCII character that is
the key of itself, or `space`.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

# The kana layout of JIS X 6002, unshifted: ASCII key, hiragana and half-width katakana of each row.
_KANA_ROWS = (
    ("1234567890-^", "ぬふあうえおやゆよわほへ", "ﾇﾌｱｳｴｵﾔﾕﾖﾜﾎﾍ"),
    ("qwertyuiop@[", "たていすかんなにらせ゛゜", "ﾀﾃｲｽｶﾝﾅﾆﾗｾﾞﾟ"),
    ("asdfghjkl;:]", "ちとしはきくまのりれけむ", "ﾁﾄｼﾊｷｸﾏﾉﾘﾚｹﾑ"),
    ("zxcvbnm,./\\", "つさそひこみもねるめろ", "ﾂｻｿﾋｺﾐﾓﾈﾙﾒﾛ"),
)
# What the punctuation keys type in the romaji mode of an input method: full-width and half-width.
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


class ActionKeys(NamedTuple):
    """The default keys of an action, and what messages about a clash call it."""

    keys: tuple[str, ...]
    purpose: str


def _keys(keys: str, purpose: str) -> ActionKeys:
    return ActionKeys(tuple(keys.split()), purpose)


ACTION_KEYS: Mapping[str, ActionKeys] = MappingProxyType(
    {
        "line_down": _keys("down", "next line"),
        "line_up": _keys("up", "previous line"),
        "clip_next": _keys("right ]", "next clip"),
        "clip_previous": _keys("left [", "previous clip"),
        "scroll_down": _keys("pagedown space", "scroll the clip down"),
        "scroll_up": _keys("pageup", "scroll the clip up"),
        "next_open": _keys("enter", "next unit that needs an answer"),
        "switch_unit": _keys("tab shift+tab", "the clip as unit, and back"),
        "quotation_next": _keys(";", "next quotation"),
        "switch_quotation": _keys(":", "the quotation as unit, and back"),
        "undo": _keys("backspace", "undo"),
        "redo": _keys("ctrl+y", "redo"),
        "flag": _keys("!", "flag"),
        "note": _keys(".", "note"),
        "skip": _keys(",", "skip"),
        "target": _keys("*", "target"),
        "surer": _keys("+", "more confident"),
        "less_sure": _keys("-", "less confident"),
        "repeat": _keys("\" '", "repeat the last answers"),
        "select": _keys("#", "select the line"),
        "select_down": _keys("shift+down", "select downwards"),
        "select_up": _keys("shift+up", "select upwards"),
        "select_clip": _keys("%", "select the lines under the clip"),
        "unselect": _keys("escape", "close, or drop the selection"),
        "filter": _keys("&", "filter"),
        "toggle_filter": _keys("f3", "filter on or off"),
        "jump": _keys("@", "go to a number or file"),
        "next_flagged": _keys("$", "next flagged unit"),
        "twin": _keys(">", "the same text elsewhere"),
        "find": _keys("/", "find"),
        "unfold": _keys("\\", "show what is folded away"),
        "auto": _keys("=", "go on by itself, or not"),
        "documents": _keys("f6", "documents"),
        "history": _keys("f7", "history of the unit"),
        "statistics": _keys("f8", "statistics"),
        "theme": _keys("f9", "theme"),
        "reminder": _keys("f4", "reminder to rest, or not"),
        "help": _keys("? f1", "help"),
        "palette": _keys("ctrl+p f10", "command palette"),
        "quit": _keys("ctrl+q", "quit"),
    }
)
"""The default keys of every action of the screen, by the action's id; none is a letter or a digit."""

PROGRAM_KEYS: Mapping[str, str] = MappingProxyType(
    {key: action.purpose for action in ACTION_KEYS.values() for key in action.keys}
)
"""The purpose of each key that labels may not have, because an action has it."""

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
"""Keys that a terminal sends as another key or uses itself, each with what it does."""


def ascii_key(character: str) -> str | None:
    """Return the key that types `character` in any input mode, or None where none does.

    Letters are in lower case, so that Caps Lock changes nothing; a space of either width is `space`.
    """
    return _keys_by_character().get(character)


def reserved_by(key: str) -> str | None:
    """Return the owner of a key that no label may have, as in `the program (flag)`; None where it is free."""
    name = ascii_key(key) or key.lower()
    if name in PROGRAM_KEYS:
        return f"the program ({PROGRAM_KEYS[name]})"
    if name in TERMINAL_KEYS:
        return f"the terminal ({TERMINAL_KEYS[name]})"
    return None


@cache
def _keys_by_character() -> Mapping[str, str]:
    """Return the key by each character that it can type."""
    keys_by_character = {" ": "space", "\N{IDEOGRAPHIC SPACE}": "space"}
    for code in range(0x21, 0x7F):
        keys_by_character[chr(code)] = keys_by_character[chr(code + _FULL_WIDTH_OFFSET)] = chr(code).lower()
    for keys, *forms in (*_KANA_ROWS, *_PUNCTUATION):
        for form in forms:
            keys_by_character.update(zip(form, keys, strict=True))
    for keys, hiragana, _ in _KANA_ROWS:
        for key, kana in zip(keys, hiragana, strict=True):
            if ord(kana) in _HIRAGANA_LETTERS:
                keys_by_character[chr(ord(kana) + _KATAKANA_OFFSET)] = key
    return MappingProxyType(keys_by_character)
