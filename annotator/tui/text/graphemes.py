"""Graphemes of a text, what is drawn for each, and how many cells that takes.

A grapheme (a flag, an emoji sequence, a letter with its combining marks) is drawn, measured and clicked as one.
Invariant: a drawn string holds only characters that every terminal draws equally wide, so that its width is what
Textual counts; positions are code points of the stored text, which is never changed, only mapped to columns.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

# Textual's compositor measures with this function; a second source could only disagree.
from rich.cells import cell_len

from annotator.corpus.span import Span

MISSING_GLYPH = "〓"
"""For characters without a glyph or a settled width; the sign that Japanese printers use."""
INVISIBLE = "␣"
"""For characters that take no room or reorder their neighbours."""
MARK_CARRIER = "◌"
"""Carries a combining mark that has no base."""
MAX_MARKS = 4
"""More marks than this on one base would reach into the rows above."""
MAX_GRAPHEME = 32
"""A longer grapheme is cut into parts of so many code points; else one could be wider than any row."""

_TAGS = "\U000e0020-\U000e007f"
_SELECTORS = "\U000e0100-\U000e01ef"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
# Not drawn: what is joined to an emoji, joiners, selectors, enclosing marks, skin tones, tags.
_HIDDEN = re.compile(
    "\u200d\\W?|[\u0488\u0489\u180b-\u180f\u1abe\u200c\u20dd-\u20e4\ua670-\ua672\ufe00-\ufe0f"
    f"\U0001f3fb-\U0001f3ff{_TAGS}{_SELECTORS}]"
)
# Characters whose width differs between the versions of Unicode that terminals follow.
_UNSETTLED = re.compile("[☰-☷⚊-⚏䷀-䷿\U0001d300-\U0001d356\U0001d360-\U0001d376]")
_BLANK_LETTERS = frozenset("\u115f\u3164\uffa0")
# Latin, Greek, punctuation, kana, kanji and full-width forms: none of these joins a neighbour before it.
_NEVER_JOINS = (
    "[\n -\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u3000-\u3029\u3030-\u3098\u309b-\u9fff！-～]"
)
# Characters that stay alone, as the next one does not join; or others, with the one before them that they may join.
_RUN = re.compile(
    f"(?P<alone>{_NEVER_JOINS}+(?={_NEVER_JOINS}|\\Z))|{_NEVER_JOINS}?(?:(?!{_NEVER_JOINS}).)+", re.DOTALL
)


class BreakClass(IntEnum):
    """How a grapheme behaves at the end of a row."""

    OPEN = 0  # A row may break on either side: kanji, kana, most symbols.
    WORD = 1  # Stays with its neighbours of a word: letters, digits, ASCII signs.
    SPACE = 2
    NO_START = 3
    NO_END = 4
    WORD_NO_START = 5
    WORD_NO_END = 6
    NEWLINE = 7


_BLANK = frozenset({BreakClass.SPACE, BreakClass.NEWLINE})
_KINSOKU: dict[str, BreakClass] = {
    **dict.fromkeys(
        "、。，．・：；？！」』）】〉》〕］｝〗〙〛｠〟”»›ー々〻ゝゞヽヾ゛゜ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
        "ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ％‰℃°′″￠…‥—―–‐゠〜～‼⁇⁈⁉｡｣､･ｰｧｨｩｪｫｬｭｮｯ",
        BreakClass.NO_START,
    ),
    **dict.fromkeys("「『（【〈《〔［｛〖〘〚｟〝“‘«‹＃￥＄￡", BreakClass.NO_END),
    **dict.fromkeys(",.:;!?)]}%’", BreakClass.WORD_NO_START),
    **dict.fromkeys("([{$#¥£€", BreakClass.WORD_NO_END),
}


class Glyph(NamedTuple):
    """What is drawn for a grapheme of `length` code points."""

    length: int
    drawn: str
    cells: int
    break_class: BreakClass


class GlyphRun:
    """A text as the glyphs that are drawn for it, with ways between code points, glyphs and columns."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self.glyphs = glyphs

    @cached_property
    def offsets(self) -> list[int]:
        """The first code point of each glyph, and the end."""
        return list(accumulate((glyph.length for glyph in self.glyphs), initial=0))

    @cached_property
    def columns(self) -> list[int]:
        """The column of each glyph, and of the end."""
        return list(accumulate((glyph.cells for glyph in self.glyphs), initial=0))

    @property
    def cells(self) -> int:
        """The cells that the whole run takes."""
        return self.columns[-1]

    @property
    def text(self) -> str:
        """The whole run as it is drawn."""
        return self.drawn(Span(0, len(self.glyphs)))

    def drawn(self, glyphs: Span) -> str:
        """Return what is drawn for a range of glyphs."""
        return "".join(glyph.drawn for glyph in self.glyphs[glyphs.start : glyphs.end])

    def offset_at(self, column: int) -> int:
        """Return the first code point of the grapheme drawn at a column; past the end, the length of the text."""
        if column >= self.cells:
            return self.offsets[-1]
        return self.offsets[bisect_right(self.columns, max(0, column)) - 1]

    def covering(self, span: Span) -> Span:
        """Return the range of the glyphs that a span of code points touches."""
        return Span(bisect_right(self.offsets, span.start) - 1, bisect_left(self.offsets, span.end))


def split_graphemes(text: str) -> list[str]:
    """Return the graphemes of a text as Unicode's Annex 29 defines them, those without end in parts.

    Conjuncts of Indic scripts are cut into letters; signs that join the next letter, as in Arabic, stay alone.
    """
    graphemes: list[str] = []
    for run in _RUN.finditer(text):
        if run["alone"]:
            graphemes += run["alone"]
            continue
        for grapheme in _grapheme_pattern().findall(run[0]):
            graphemes += [grapheme[at : at + MAX_GRAPHEME] for at in range(0, len(grapheme), MAX_GRAPHEME)]
    return graphemes


def shape(text: str, *, ambiguous_width: int = 1) -> GlyphRun:
    """Return the glyphs of a text.

    `ambiguous_width` is how many cells the terminal gives to characters such as `…` and `①`.
    """
    return GlyphRun([_glyph(grapheme, ambiguous_width) for grapheme in split_graphemes(text)])


def draw(text: str, width: int, *, ambiguous_width: int = 1) -> GlyphRun:
    """Return the glyphs of a row; spaces at its end that go past `width` are not drawn."""
    run = shape(text, ambiguous_width=ambiguous_width)
    last = len(run.glyphs)
    while run.columns[last] > width and run.glyphs[last - 1].break_class in _BLANK:
        last -= 1
    hidden = [glyph._replace(drawn="", cells=0) for glyph in run.glyphs[last:]]
    return GlyphRun([*run.glyphs[:last], *hidden]) if hidden else run


def printable(text: str) -> str:
    """Return what is drawn for a text: nothing in it can act on the terminal."""
    return shape(text).text


def cell_width(text: str, *, ambiguous_width: int = 1) -> int:
    """Return the cells that a text takes when it is drawn."""
    return shape(text, ambiguous_width=ambiguous_width).cells


@lru_cache(maxsize=1024)
def truncate(text: str, width: int, *, ambiguous_width: int = 1) -> str:
    """Return a text as it is drawn, cut between graphemes to at most `width` cells, with an ellipsis where cut."""
    # No more is looked at than can be seen.
    run = shape(text[: 4 * max(width, 1)], ambiguous_width=ambiguous_width)
    if run.cells <= width and run.offsets[-1] == len(text):
        return run.text
    room = width - cell_width("…", ambiguous_width=ambiguous_width)
    if width <= 0:
        return ""
    return run.drawn(Span(0, max(0, bisect_right(run.columns, room) - 1))) + "…"


def pad(text: str, width: int, *, ambiguous_width: int = 1) -> str:
    """Return a text in exactly `width` cells: truncated, or filled with spaces, at least one at its end."""
    shown = truncate(text, width - 1, ambiguous_width=ambiguous_width)
    return shown + " " * max(0, width - cell_width(shown, ambiguous_width=ambiguous_width))


@lru_cache(maxsize=1 << 13)
def _glyph(grapheme: str, ambiguous_width: int) -> Glyph:
    drawn = _draw_grapheme(grapheme)
    ambiguous = sum(unicodedata.east_asian_width(char) == "A" and not _is_mark(char) for char in drawn)
    cells = cell_len(drawn) + ambiguous * (ambiguous_width - 1)
    return Glyph(len(grapheme), drawn, cells, _break_class(grapheme))


def _draw_grapheme(grapheme: str) -> str:
    if _FLAG.match(grapheme):
        return grapheme[:2]
    drawn, marks = "", 0
    for char in _HIDDEN.sub("", grapheme) or MARK_CARRIER:
        if not _is_mark(char):
            drawn += _draw_char(char)
        elif marks < MAX_MARKS:
            drawn = (drawn or MARK_CARRIER) + char
            marks += 1
    return unicodedata.normalize("NFC", drawn) if marks else drawn


def _draw_char(char: str) -> str:
    category = unicodedata.category(char)
    if char == "\n":
        return ""
    if char == "\t" or category == "Zs":
        return char if char == "\u3000" else " "
    if char < " ":
        return chr(ord("␀") + ord(char))
    if category in ("Cn", "Co", "Cs") or _UNSETTLED.match(char):
        return MISSING_GLYPH
    if category in ("Cc", "Cf", "Zl", "Zp") or char in _BLANK_LETTERS:
        return "␡" if char == "\x7f" else INVISIBLE
    if "\U0001f1e6" <= char <= "\U0001f1ff":  # One half of a flag.
        return chr(ord("A") + ord(char) - 0x1F1E6)
    return char


@lru_cache(maxsize=1)
def _grapheme_pattern() -> re.Pattern[str]:
    """Return what matches one grapheme; built from Python's Unicode data when a text first needs it."""
    categories = "".join(unicodedata.category(chr(code))[0] for code in range(0x20000))
    marks, symbols = _class_of("M", categories), _class_of("S", categories)
    extend = f"[{marks}\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff{_TAGS}{_SELECTORS}]*"
    control = f"(?![\u200c\u200d])[{_class_of('C', categories)}\u2028\u2029]"
    lead, syllable, tail = "[\u1100-\u115f\ua960-\ua97c]", "[가-힣]", "[\u1160-\u11ff\ud7b0-\ud7fb]"
    hangul = f"(?:{lead}+{syllable}?|{syllable}|{tail}){tail}*"
    joined_emoji = f"[{symbols}]{extend}(?:(?<=\u200d)[{symbols}]{extend})+"
    return re.compile(f"\r\n|{control}|{joined_emoji}|(?:{_FLAG.pattern}|{hangul}|.){extend}", re.DOTALL)


def _class_of(category: str, categories: str) -> str:
    """Return the characters of a category as ranges of a character class; `categories` has that of each."""
    runs = re.finditer(f"{category}+", categories)
    return "".join(f"{re.escape(chr(run.start()))}-{re.escape(chr(run.end() - 1))}" for run in runs)


def _is_mark(char: str) -> bool:
    """Whether a character is drawn over its base: combining marks, and the later letters of a Hangul syllable."""
    return cell_len(char) == 0 and unicodedata.category(char)[0] in "ML"


def _break_class(grapheme: str) -> BreakClass:
    char = grapheme[0]
    category, width = unicodedata.category(char), unicodedata.east_asian_width(char)
    if grapheme.endswith("\n"):
        return BreakClass.NEWLINE
    if char in _KINSOKU:
        return _KINSOKU[char]
    if char == "\t" or (category == "Zs" and char not in "\u00a0\u2007\u202f"):
        return BreakClass.SPACE if len(grapheme) == 1 else BreakClass.OPEN
    is_symbol = category in ("So", "Sm") and char > "~"
    is_western = char <= "ÿ" or category[0] == "L" or category in ("Nd", "Sk", "Zs")
    if is_western and not is_symbol and category[0] != "C" and width not in "WFH":
        return BreakClass.WORD
    return BreakClass.OPEN
