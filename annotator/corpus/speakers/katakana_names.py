"""Which middle dots are part of a name and part no topic from a speaker, and what the document tells about it.

The document's own articles go before guesses: a name that they write with its dot is one.
"""

import re
from collections.abc import Iterator

from annotator.corpus.grammar.lines import TAG
from annotator.corpus.speakers.gazetteer import COUNTRIES, is_topic

KATAKANA = "ァ-ヴーｦ-ﾟ"
KATAKANA_SIGNS = frozenset(
    [*map(chr, range(ord("ァ"), ord("ヴ") + 1)), "ー", *map(chr, range(ord("ｦ"), ord("ﾟ") + 1))]
)
# A single letter, as in `デ・ラ・トーレ` and `W・ノード`, is part of a name and never a topic.
_LETTER = f"(?:[{KATAKANA}]|[A-WYZ])"
_KATAKANA_START = re.compile(f"[{KATAKANA}]{{2,}}|{_LETTER}(?=・)")
_KATAKANA_END = re.compile(f"(?<![{KATAKANA}])([{KATAKANA}]{{2,}})$")
_NAME_WORD = re.compile(f"[{KATAKANA}]{{2,}}|{_LETTER}")
_LONE_LETTER = re.compile(_LETTER)
NAME_SIGNS = KATAKANA_SIGNS.union("ABCDEFGHIJKLMNOPQRSTUVWYZ")
_WORDS = re.compile(f"(?<![{KATAKANA}])[{KATAKANA}]{{2,}}(?![{KATAKANA}])(?!・[{KATAKANA}])")
_FREE_WORDS = re.compile(f"(?<![{KATAKANA}・])[{KATAKANA}]{{2,}}(?![{KATAKANA}])(?!・[{KATAKANA}])")
# A name has at most so many words of two letters and more, where no article writes it, and so many dots in all.
_LONGEST_NAME = 3
_MOST_DOTS = 8
# Of what stands before a middle dot so much is looked at.
LONGEST_LEFT = 40
_DOTTED = re.compile(f"(?<![{KATAKANA}])([{KATAKANA}]{{2,}})・(?=([{KATAKANA}]{{2,}}))")
_DOTTED_PROSE = re.compile(r"^[^\S\n]*[^\s#＃][^・\n]*・[^\n]*", re.MULTILINE)
_HASHES = frozenset("#＃")
_WHOLE_TAG = re.compile(rf"^[^\S\n]*[#＃]({TAG})(?:[=＝]([^\s#＃()（）「」『』]+))?[(（]", re.MULTILINE)
# A tag that runs into its body is not looked for beyond so many characters.
_LONGEST_TAG = 40
# Something that a name of a country hardly begins with, right before a katakana word: then the word is a topic.
_TOPIC_PREFIX = re.compile("[対在親反新旧駐訪脱抗嫌東西南北中]$")
# A word that ends a paper's name.
_PAPER = re.compile(
    "(?:ポスト|タイム[ズス]|ヘラルド|トリビューン|クーリエ|ジャーナル|テレグラフ|ガーディアン|ニュース|タイム|マガジン)$"
)
# What has a name that ends in 号, as in 貨物船ノルテ・エストレージャ号.
_VESSEL = re.compile("[船艦艇機車]$")
# A katakana word behind a number is a unit.
_AMOUNT = re.compile("[0-9０-９〇一二三四五六七八九十百千万億兆数]$")


class Words:
    """What the whole document tells about the words of one line.

    Which katakana words stand by themselves: the first ones asked for are searched one by one; who asks for many
    gets an index of all. Which two the articles join by a middle dot, and which tags its lines have.
    """

    _SEARCHES = 16

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, bool], bool] = {}
        self._all: dict[bool, frozenset[str]] = {}
        self._names: dict[tuple[str, str], bool] = {}
        self._dotted: frozenset[tuple[str, str]] | None = None
        self._tags: frozenset[tuple[str, str]] | None = None

    def dotted(self, left: str, right: str) -> bool:
        """Tell whether an article writes `left・right`."""
        name = left, right
        known = self._names.get(name)
        if known is not None:
            return known
        if len(self._names) < self._SEARCHES:
            found = self._is_written(f"{left}・{right}")
        else:
            if self._dotted is None:
                prose = "\n".join(_DOTTED_PROSE.findall(self._text))
                self._dotted = frozenset(_DOTTED.findall(prose))
            found = name in self._dotted
        self._names[name] = found
        return found

    def _is_written(self, name: str) -> bool:
        """Tell whether `name` stands, with no katakana beside it, in a line that is not the blogger's own."""
        text = self._text
        start, line_end, own = text.find(name), -1, False
        while start >= 0:
            if start > line_end:
                line = text.rfind("\n", line_end + 1, start) + 1 or line_end + 1
                own = text[line:start].lstrip()[:1] in _HASHES
                line_end = text.find("\n", start)
                line_end = len(text) if line_end < 0 else line_end
            end = start + len(name)
            beside = text[start - 1 : start] + text[end : end + 1]
            if not own and KATAKANA_SIGNS.isdisjoint(beside):
                return True
            start = text.find(name, line_end if own else start + 1)
        return False

    def known_tag(self, name: str, alias: str | None) -> tuple[str, str | None]:
        """Cut a tag that runs into its body to the longest one, with its alias, that is whole in another line."""
        if self._tags is None:
            found = _WHOLE_TAG.findall(self._text)
            self._tags = frozenset(found) | {(known, "") for known, _ in found}
        if alias is not None:
            return name, next((each for each in _beginnings(alias) if (name, each) in self._tags), alias)
        return next((each for each in _beginnings(name) if (each, "") in self._tags), name), None

    def alone(self, word: str) -> bool:
        """Tell whether `word` stands somewhere without a middle dot and a further katakana word behind it."""
        return self._is_somewhere(word, free=False)

    def free(self, word: str) -> bool:
        """Tell whether `word` stands somewhere alone and not behind a middle dot either."""
        return self._is_somewhere(word, free=True)

    def _is_somewhere(self, word: str, *, free: bool) -> bool:
        if len(self._known) < self._SEARCHES or (word, free) in self._known:
            return self._search(word, free=free)
        if free not in self._all:
            self._all[free] = frozenset((_FREE_WORDS if free else _WORDS).findall(self._text))
        return word in self._all[free]

    def _search(self, word: str, *, free: bool) -> bool:
        known = self._known.get((word, free))
        if known is None:
            known = any(self._stands(at, at + len(word), free=free) for at in _occurrences(self._text, word))
            self._known[word, free] = known
        return known

    def _stands(self, start: int, end: int, *, free: bool) -> bool:
        before, after = self._text[max(0, start - 1) : start], self._text[end : end + 2]
        if before in KATAKANA_SIGNS or after[:1] in KATAKANA_SIGNS:
            return False
        if free and before == "・":
            return False
        return not (after[:1] == "・" and after[1:] in KATAKANA_SIGNS)


def _beginnings(words: str) -> Iterator[str]:
    """Yield what a tag that runs into its body may be, the longest first."""
    return (words[:end] for end in range(min(len(words), _LONGEST_TAG), 1, -1))


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def is_one_name(left: str, right: str, words: Words) -> bool:
    """Tell whether `left・right` before a quotation is one name and not a topic and a speaker.

    Katakana on both sides is a name, unless the left word is a country's or stands by itself elsewhere in the
    document, as topics do and given names hardly ever do. A single letter between two dots is part of one.
    """
    if left[-1:] not in NAME_SIGNS or right[:1] not in NAME_SIGNS:
        return False
    beginning = _KATAKANA_START.match(right)
    if beginning and _LONE_LETTER.fullmatch(left):
        return True
    ending = _KATAKANA_END.search(left[-LONGEST_LEFT:])
    if not ending or not beginning:
        return False
    word, prefix = ending[1], left[-LONGEST_LEFT:][: ending.start()]
    if word in COUNTRIES or _TOPIC_PREFIX.search(prefix) or _AMOUNT.search(prefix):
        return False
    if len(beginning.group()) == 1 or words.dotted(word, beginning.group()):
        return True
    alone = beginning.end() == len(right.strip())
    if is_topic(word):
        return alone and bool(_PAPER.search(beginning.group()))
    if not words.alone(word):
        return True
    # A name of katakana only, as papers have it; a person who is named elsewhere too is no part of one.
    return alone and not words.free(beginning.group())


def dots_of_longer_name(text: str, body_start: int, dots: list[int], end: int, words: Words) -> int:
    """Return how many of the last `dots` belong to the name that ends at `end`, before a quotation.

    The dot behind them is known to be part of it. A name of three words, such as `フアン・カルロス・ベガ外相`, takes in
    the dot before it too, where katakana alone stands between the two. More words are a list of topics, unless an
    article writes the name; single letters do not count.
    """
    taken, long_words, known = 0, 2, False
    while taken < min(len(dots), _MOST_DOTS):
        dot = dots[-1 - taken]
        following = text.find("・", dot + 1, end)
        if not _NAME_WORD.fullmatch(text, dot + 1, following):
            break
        behind = dots[-2 - taken] + 1 if taken + 1 < len(dots) else body_start
        low = max(behind, dot - LONGEST_LEFT)
        if not is_one_name(text[max(low, text.rfind("」", low, dot) + 1) : dot], text[dot + 1 : end], words):
            break
        taken += 1
        if following - dot > 2:
            long_words += 1
            known = known or words.dotted(*_around(text, low, dot, following))
    return taken if long_words <= _LONGEST_NAME or known else 0


def _around(text: str, low: int, dot: int, end: int) -> tuple[str, str]:
    """Return the katakana words on both sides of a dot."""
    before = _KATAKANA_END.search(text[low:dot])
    return before[1] if before else "", text[dot + 1 : end]


def is_known_name(left: str, right: str, words: Words) -> bool:
    """Tell whether `left・right`, which no quotation follows, is a name: an article's, with its dot, or a ship's."""
    if left[-1:] not in KATAKANA_SIGNS or right[:1] not in KATAKANA_SIGNS:
        return False
    ending = _KATAKANA_END.search(left[-LONGEST_LEFT:])
    beginning = _KATAKANA_START.match(right)
    if not ending or not beginning or ending[1] in COUNTRIES:
        return False
    return words.dotted(ending[1], beginning.group()) or bool(
        right.startswith("号", beginning.end()) and _VESSEL.search(left, 0, len(left) - len(ending[1]))
    )
