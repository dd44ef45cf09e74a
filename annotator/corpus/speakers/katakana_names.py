"""Decides which middle dots belong to a name, and which separate a topic from a speaker.

The document decides before any heuristic: a dotted name in its articles is a name everywhere in it.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from annotator.corpus.grammar.lines import ALIAS, TAG
from annotator.corpus.speakers.gazetteer import COUNTRIES, is_topic

_KATAKANA = "ァ-ヴーｦ-ﾟ"
_KATAKANA_CHARACTERS = frozenset(
    [*map(chr, range(ord("ァ"), ord("ヴ") + 1)), "ー", *map(chr, range(ord("ｦ"), ord("ﾟ") + 1))]
)
# The characters of names. A single letter, as in `デ・ラ・トーレ` and `W・ノード`, is part of a name and never a topic.
NAME_CHARACTERS = _KATAKANA_CHARACTERS.union("ABCDEFGHIJKLMNOPQRSTUVWYZ")
_LETTER = f"(?:[{_KATAKANA}]|[A-WYZ])"
_SINGLE_LETTER = re.compile(_LETTER)
_NAME_WORD = re.compile(f"[{_KATAKANA}]{{2,}}|{_LETTER}")
_WORD_AT_START = re.compile(f"[{_KATAKANA}]{{2,}}|{_LETTER}(?=・)")
_WORD_AT_END = re.compile(f"(?<![{_KATAKANA}])([{_KATAKANA}]{{2,}})$")
# A whole katakana word that no middle dot joins to a following one, and one that none joins to another on either side.
# The lookbehinds come after the first character, so that a search skips to the next katakana.
_LAST_WORD = re.compile(f"[{_KATAKANA}](?<![{_KATAKANA}].)[{_KATAKANA}]++(?!・[{_KATAKANA}])")
_WHOLE_WORD = re.compile(f"[{_KATAKANA}](?<![{_KATAKANA}・].)[{_KATAKANA}]++(?!・[{_KATAKANA}])")
_DOTTED_NAME = re.compile(f"(?<![{_KATAKANA}])([{_KATAKANA}]{{2,}})・(?=([{_KATAKANA}]+|[A-WYZ]))")
_TAG_BEFORE_BODY = re.compile(rf"^[^\S\n]*[#＃]({TAG})(?:[=＝]({ALIAS}))?[(（]", re.MULTILINE)

# The most words of two letters and more in a name that no article has, and the most dots in any name.
_MAX_LONG_WORDS = 3
_MAX_DOTS = 8
# The number of characters before a middle dot that are looked at.
MAX_LEFT_CONTEXT = 40
# The longest tag that is separated from a body whose opening bracket is lost.
_MAX_TAG_LENGTH = 40

# A prefix that makes the katakana word behind it a topic.
_TOPIC_PREFIX = re.compile("[対在親反新旧駐訪脱抗嫌東西南北中]$")
# A word that ends the name of a newspaper.
_NEWSPAPER = re.compile(
    "(?:ポスト|タイム[ズス]|ヘラルド|トリビューン|クーリエ|ジャーナル|テレグラフ|ガーディアン|ニュース|タイム|マガジン)$"
)
# A vehicle whose name ends in 号, as in 貨物船ノルテ・エストレージャ号.
_VESSEL = re.compile("[船艦艇機車]$")
# A number, behind which a katakana word is a unit.
_NUMBER = re.compile("[0-9０-９〇一二三四五六七八九十百千万億兆数]$")


class DocumentLexicon:
    """The katakana words, dotted names and tags of one document; each list is made when it is first needed."""

    def __init__(self, text: str) -> None:
        self._text = text

    def has_dotted_name(self, left: str, right: str) -> bool:
        """Tell whether a line of an article has the name `left・right`."""
        return (left, right) in self._dotted_names

    def ends_name(self, word: str) -> bool:
        """Tell whether `word` occurs somewhere without a middle dot and another katakana word behind it."""
        return word in self._last_words

    def is_whole_name(self, word: str) -> bool:
        """Tell whether `word` occurs somewhere without a middle dot on either side."""
        return word in self._whole_words

    def longest_known_tag(self, name: str, alias: str | None) -> tuple[str, str | None]:
        """Cut a tag that runs into its body to the longest one, with its alias, that is whole in another line."""
        if alias is not None:
            aliases = (each for each in _prefixes(alias) if (name, each) in self._tags)
            return name, next(aliases, alias)
        return next((each for each in _prefixes(name) if (each, "") in self._tags), name), None

    @cached_property
    def _dotted_names(self) -> frozenset[tuple[str, str]]:
        return frozenset(
            name
            for line in self._text.split("\n")
            if "・" in line and line.lstrip()[0] not in "#＃"
            for name in _DOTTED_NAME.findall(line)
        )

    @cached_property
    def _last_words(self) -> frozenset[str]:
        return frozenset(_LAST_WORD.findall(self._text))

    @cached_property
    def _whole_words(self) -> frozenset[str]:
        return frozenset(_WHOLE_WORD.findall(self._text))

    @cached_property
    def _tags(self) -> frozenset[tuple[str, str]]:
        tags = _TAG_BEFORE_BODY.findall(self._text)
        return frozenset(tags) | {(name, "") for name, _ in tags}


def _prefixes(run: str) -> Iterator[str]:
    """Yield the possible tags at the beginning of a run of text, the longest first."""
    return (run[:end] for end in range(min(len(run), _MAX_TAG_LENGTH), 1, -1))


def is_dotted_speaker(left: str, right: str, lexicon: DocumentLexicon) -> bool:
    """Tell whether `left・right` before a quotation is one name and not a topic and a speaker.

    Katakana on both sides is a name, unless the left word is a country or occurs by itself elsewhere in the document,
    as topics do and given names hardly ever do. A single letter between two dots is part of a name.
    """
    if left[-1:] not in NAME_CHARACTERS or right[:1] not in NAME_CHARACTERS:
        return False
    beginning = _WORD_AT_START.match(right)
    if beginning and _SINGLE_LETTER.fullmatch(left):
        return True
    left = left[-MAX_LEFT_CONTEXT:]
    ending = _WORD_AT_END.search(left)
    if not ending or not beginning:
        return False
    word, prefix = ending[1], left[: ending.start()]
    if word in COUNTRIES or _TOPIC_PREFIX.search(prefix) or _NUMBER.search(prefix):
        return False
    if len(beginning.group()) == 1 or lexicon.has_dotted_name(word, beginning.group()):
        return True
    only_katakana = beginning.end() == len(right.strip())
    if is_topic(word):
        return only_katakana and bool(_NEWSPAPER.search(beginning.group()))
    if not lexicon.ends_name(word):
        return True
    # A name of katakana only, such as a newspaper's; a person who is also named alone is no part of one.
    return only_katakana and not lexicon.is_whole_name(beginning.group())


def is_dotted_name(left: str, right: str, lexicon: DocumentLexicon) -> bool:
    """Tell whether `left・right`, without quotation behind it, is a name: an article's or a vessel's."""
    if left[-1:] not in _KATAKANA_CHARACTERS or right[:1] not in _KATAKANA_CHARACTERS:
        return False
    ending = _WORD_AT_END.search(left[-MAX_LEFT_CONTEXT:])
    beginning = _WORD_AT_START.match(right)
    if not ending or not beginning or ending[1] in COUNTRIES:
        return False
    return lexicon.has_dotted_name(ending[1], beginning.group()) or bool(
        right.startswith("号", beginning.end()) and _VESSEL.search(left, 0, len(left) - len(ending[1]))
    )


def count_dots_of_longer_name(
    text: str, body_start: int, dots: list[int], end: int, lexicon: DocumentLexicon
) -> int:
    """Return how many of the last `dots` belong to the name that ends at `end`, before a quotation.

    The dot behind them is known to belong to it. A name of three words, such as `フアン・カルロス・ベガ外相`, includes
    the dot before it too, where only katakana is between the two. More words are a list of topics, unless an article
    has the name; single letters do not count.
    """
    taken, long_words, known = 0, 2, False
    while taken < min(len(dots), _MAX_DOTS):
        dot = dots[-1 - taken]
        following = text.find("・", dot + 1, end)
        if not _NAME_WORD.fullmatch(text, dot + 1, following):
            break
        segment_start = dots[-2 - taken] + 1 if taken + 1 < len(dots) else body_start
        left = text_left_of(text, segment_start, dot)
        if not is_dotted_speaker(left, text[dot + 1 : end], lexicon):
            break
        taken += 1
        if following - dot > 2:
            long_words += 1
            before = _WORD_AT_END.search(left)
            known = known or bool(before and lexicon.has_dotted_name(before[1], text[dot + 1 : following]))
    return taken if long_words <= _MAX_LONG_WORDS or known else 0


def text_left_of(text: str, segment_start: int, dot: int) -> str:
    """Return the text before a middle dot that may be part of a name: of its segment, and behind any quotation."""
    start = max(segment_start, dot - MAX_LEFT_CONTEXT)
    return text[max(start, text.rfind("」", start, dot) + 1) : dot]
