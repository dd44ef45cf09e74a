"""The key behind a typed character.

In a Japanese input mode, the key `1` types `１`, `ぬ` or `ﾇ`. The table of these variants is here, so that the keys
of labels and actions work in every input mode. Invariant: `ascii_key` returns a printable ASCII character that is
the key of itself, or `space`.
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


def ascii_key(character: str) -> str | None:
    """Return the key that types `character` in any input mode, or None where none does.

    Letters are in lower case, so that Caps Lock changes nothing; a space of either width is `space`.
    """
    return _keys_by_character().get(character)


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
