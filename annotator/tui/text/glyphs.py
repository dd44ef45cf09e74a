"""What kind of character each code point is, how wide it is, and what is drawn for it.

The one owner of "what is drawn for what is stored". Invariant: a drawn string holds only characters whose
width is the same in every terminal that follows Unicode, so its cells are the sum of its characters' cells,
which is also what Textual counts.
"""

import unicodedata
from enum import IntEnum
from functools import cache, lru_cache

NO_TYPE = "〓"  # The printer's sign for a character that there is no type for; two cells.
INVISIBLE = "␣"  # Stands for a character that would take no room or reorder its neighbours; one cell.
ORPHAN = "◌"  # Carries a mark that has nothing to sit on; one cell.
MARKS_DRAWN = 4  # More marks than this on one base would climb into the rows above.

_NO_START = frozenset(
    "、。，．・：；？！」』）】〉》〕］｝〗〙〛｠〟”»›ー々〻ゝゞヽヾ゛゜ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
    "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ％‰℃°′″￠…‥—―–‐゠〜～‼⁇⁈⁉｡｣､･ｰｧｨｩｪｫｬｭｮｯ"
)
_NO_END = frozenset("「『（【〈《〔［｛〖〘〚｟〝“‘«‹＃￥＄￡")
_WORD_NO_START = frozenset(",.:;!?)]}%’")
_WORD_NO_END = frozenset("([{$#¥£€")
_HALF_WIDTH_VOICE_MARKS = frozenset("ﾞﾟ")
_CONTROLS = {"\n": "", "\t": " "}  # The others are drawn as Unicode's pictures of them: ␛.
_BLANK_LETTERS = frozenset("\u115f\u3164\uffa0")
# Their width differs between the versions of Unicode that terminals follow.
_UNSETTLED = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D356), (0x1D360, 0x1D376))
_EXTENDING = ((0x1160, 0x11FF), (0xD7B0, 0xD7FB), (0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F), (0x200C, 0x200C))
_SELECTORS = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))


class Kind(IntEnum):
    """How a character behaves where rows and clusters may break."""

    OPEN = 0  # A row may break on either side: kanji, kana, most symbols.
    WORD = 1  # Kept together with its neighbours of a word: letters, digits, ASCII signs.
    SPACE = 2
    NO_START = 3
    NO_END = 4
    WORD_NO_START = 5
    WORD_NO_END = 6
    PICTURE = 7
    FLAG = 8
    EXTEND = 9
    JOINER = 10
    NEWLINE = 11


def cells_of(code: int) -> int:
    """Return the cells in a character's code."""
    return code & 3


def kind_of(code: int) -> int:
    """Return the kind in a character's code."""
    return code >> 3


class CodeTable(dict[str, int]):
    """One byte a character, found when first asked for: its kind, whether it is redrawn, its cells."""

    def __init__(self, ambiguous: int) -> None:
        super().__init__()
        self._ambiguous = ambiguous

    def __missing__(self, char: str) -> int:
        drawn, kind = draw_char(char), _kind(char)
        cells = 0 if kind in _ATTACHED else sum(_cells(one, self._ambiguous) for one in drawn)
        code = kind << 3 | (drawn != char) << 2 | cells
        if ord(char) < 0x30000:
            self[char] = code
        return code


@cache
def code_table(ambiguous: int = 1) -> CodeTable:
    """Return the shared table for terminals that give ambiguous characters so many cells."""
    return CodeTable(ambiguous)


def draw_char(char: str) -> str:
    """Return what is drawn for one character that stands alone."""
    if char < "\x7f":
        return char if char >= " " else _CONTROLS.get(char, chr(0x2400 + ord(char)))
    category = unicodedata.category(char)
    if category in ("Cn", "Co", "Cs") or _within(char, _UNSETTLED):
        return NO_TYPE
    if category in ("Cf", "Zl", "Zp") or char in _BLANK_LETTERS:
        return INVISIBLE
    if category == "Cc":
        return "␡" if char == "\x7f" else INVISIBLE
    if category == "Zs":
        return char if char == "\u3000" else " "
    if _kind(char) is Kind.FLAG:
        return chr(ord(char) - 0x1F1E6 + ord("A"))
    return char


@lru_cache(maxsize=4096)
def draw_cluster(cluster: str) -> str:
    """Return what is drawn for a whole cluster: its base, and of the rest only marks that take no cells."""
    kind = _kind(cluster[0])
    if cluster[0] in _HALF_WIDTH_VOICE_MARKS:
        base, rest = cluster[0], cluster[1:]
    elif kind in _ATTACHED:
        base, rest = ORPHAN, cluster
    elif kind is Kind.FLAG and len(cluster) > 1 and _kind(cluster[1]) is Kind.FLAG:
        base, rest = cluster[:2], cluster[2:]
    else:
        base, rest = draw_char(cluster[0]), cluster[1:]
    marks = [char for char in rest if _is_drawn_mark(char)][:MARKS_DRAWN]
    return unicodedata.normalize("NFC", base + "".join(marks)) if marks else base


def drawn_cells(drawn: str, ambiguous: int = 1) -> int:
    """Return the cells of a string that this module drew."""
    return sum(_cells(char, ambiguous) for char in drawn)


def _cells(char: str, ambiguous: int) -> int:
    if _is_drawn_mark(char) and char not in _HALF_WIDTH_VOICE_MARKS:
        return 0
    width = unicodedata.east_asian_width(char)
    return 2 if width in "WF" else ambiguous if width == "A" else 1


def _kind(char: str) -> Kind:
    for kind, members in _MEMBERS:
        if char in members:
            return kind
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Mc") or _within(char, _EXTENDING):
        return Kind.EXTEND
    if 0x1F1E6 <= ord(char) <= 0x1F1FF:
        return Kind.FLAG
    if char == "\t" or (category == "Zs" and char not in "\u00a0\u2007\u202f"):
        return Kind.SPACE
    if category in ("So", "Sm") and char > "\x7f":
        return Kind.PICTURE
    return Kind.WORD if _is_word(char, category) else Kind.OPEN


def _is_word(char: str, category: str) -> bool:
    if unicodedata.east_asian_width(char) in "WFH" or category in ("Cn", "Co", "Cs", "Cc", "Cf", "Zl", "Zp"):
        return False
    return " " < char <= "\u00ff" or category[0] == "L" or category in ("Nd", "Sk", "Zs")


def _is_drawn_mark(char: str) -> bool:
    if char in _HALF_WIDTH_VOICE_MARKS:
        return True
    if unicodedata.category(char) in ("Mn", "Mc"):
        return not _within(char, _SELECTORS)
    return _within(char, _EXTENDING[:2])


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= ord(char) <= last for first, last in ranges)


_ATTACHED = frozenset({Kind.EXTEND, Kind.JOINER})
_MEMBERS: tuple[tuple[Kind, frozenset[str]], ...] = (
    (Kind.NEWLINE, frozenset("\n")),
    (Kind.JOINER, frozenset("\u200d")),
    (Kind.EXTEND, _HALF_WIDTH_VOICE_MARKS),
    (Kind.NO_START, _NO_START),
    (Kind.NO_END, _NO_END),
    (Kind.WORD_NO_START, _WORD_NO_START),
    (Kind.WORD_NO_END, _WORD_NO_END),
)
