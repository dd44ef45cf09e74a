"""Who speaks before a bracket, and whether the bracket holds speech at all.

The rules are a careful reader's: a name may hold a middle dot, stress and names of things stand in brackets too,
and in doubt it is a quotation whose speaker is not known.
"""

import re
from collections.abc import Iterator

from annotator.corpus.lines import TAG
from annotator.corpus.topics import COUNTRIES, is_topic

KATAKANA = "ァ-ヴーｦ-ﾟ"
KATAKANA_SIGNS = frozenset(
    [*map(chr, range(ord("ァ"), ord("ヴ") + 1)), "ー", *map(chr, range(ord("ｦ"), ord("ﾟ") + 1))]
)
_KATAKANA_START = re.compile(f"[{KATAKANA}]{{2,}}")
_KATAKANA_END = re.compile(f"(?<![{KATAKANA}])([{KATAKANA}]{{2,}})$")
_KATAKANA_WORD = re.compile(f"[{KATAKANA}]{{2,}}")
_WORDS = re.compile(f"(?<![{KATAKANA}])[{KATAKANA}]{{2,}}(?![{KATAKANA}])(?!・[{KATAKANA}])")
_FREE_WORDS = re.compile(f"(?<![{KATAKANA}・])[{KATAKANA}]{{2,}}(?![{KATAKANA}])(?!・[{KATAKANA}])")

# Between two quotations of one speaker.
_CONNECTORS = frozenset(
    ("と", "や", "、", "および", "及び", "または", "も", "など", "とか", "=", ",", "/", "…", "→")
)
# Words between two quotations after which the same one speaks on: と述べつつ, としたうえで.
_SAYS = "(?:など)?と(?:述べ|語|話|し|言|説明|主張|強調|指摘|批判|反論|訴え|発言|表明|警告|答え)"
_SAID_ON = re.compile(f"{_SAYS}し?(?:[ぁ-ん]{{0,4}}(?:つつ|ながら|[てで、]|上で|一方))?")
# Who speaks, up to the end of the title or the body; what runs on into a longer title is none.
TITLE = re.compile(
    "(?:大統領府|首相府|大統領|首相|外相|[防務業境済通育農産政働融衛]相|長官|次官|報道官|補佐官|司令官|書記|議長|総長"
    "|局長|委員長|組合|労組|協会|連盟|委員会|裁判所|警察|関係者|外交筋|専門家|住民|大使|知事|市長|議員|団長|代表|社長|会長|教授|氏|政府|当局|[防務業境済通育農産働融]省|庁|声明)"
    "(?![府室省庁長官夫選]|報道|補佐|顧問|代行|候補|側近|特使|経験|声明)|(?<![A-Za-z0-9_])[A-Za-z0-9_]{2,30}+(?=[ぁ-ヺ一-龠])"
)
_SHORTEST_UNOPENED = 4
# Neither said words nor a name begin so.
_RUNS_ON = "をのがはにへや、。"
# What joins a speaker to the words said: 外相は「, 紙によると「, 報道官:「; and a new one to those before: 」と首相「.
_JOINED = re.compile("(?:(?<=[^ぁ-ん])(?:によると|によれば|[はがも])|[、:：])+$")
_JOINS = frozenset("はがもとば、:：")
_LEADS = frozenset("とや、,")
_LED = re.compile(f"{_SAYS}[しっ]?た|[とや、,]+")
_TOPIC_COLON = re.compile(r".*[:：](?![0-9０-９])")
# Of what stands before a middle dot so much is looked at.
LONGEST_LEFT = 40
_DOTTED = re.compile(f"(?<![{KATAKANA}])([{KATAKANA}]{{2,}})・(?=([{KATAKANA}]{{2,}}))")
_DOTTED_PROSE = re.compile(r"^[^\S\n]*[^\s#＃][^・\n]*・[^\n]*", re.MULTILINE)
_HASHES = frozenset("#＃")
_WHOLE_TAG = re.compile(rf"^[^\S\n]*[#＃]({TAG})(?:[=＝]([^\s#＃()（）「」『』]+))?[(（]", re.MULTILINE)
# A tag that runs into its body is not looked for beyond so many characters.
_LONGEST_TAG = 40
# What follows words that were said.
_SAID = re.compile(
    r"(?:と(?!は|化|呼|名|銘|題|な[っるり]|い[うえ])|って|との|などと?|ら(?!れ)|発言|主張|述|語|コメント|表明|強調|指摘|批判|反論|説明)"
)
# Behind words that were said: a source in brackets, a sign, an arrow to what came of them.
_ASIDES = frozenset("(（、。?？!！…→")
# A common noun that takes a name in brackets; a person's title is none of these.
_NAMED_THINGS = re.compile(
    "(?:作戦|演習|訓練|計画|構想|法案|条約|協定|祭り?|まつり|大会|映画|番組|小説|著書|書籍|楽曲|曲|劇|展|船|号|艦|空母|潜水艦"
    "|ミサイル|衛星|ロケット|戦車|無人機|機|橋|列車|特急|ホテル|店|駅|城|塔|公園|組織|政党|新党|会派|部隊|旅団"
    "|プロジェクト|システム|サイト|アプリ|イベント|フェス|ブランド|商品|新型|愛称|名称|通称|題名|標語|特集|連載|キャンペーン)$"
)
_SENTENCE = re.compile("[。、！？!?]|[るたいうくすつぬむぐだ]$|です|ます|ない|べき")
# Something that a name of a country hardly begins with, right before a katakana word: then the word is a topic.
_TOPIC_PREFIX = re.compile("[対在親反新旧駐訪脱抗嫌東西南北中]$")
# A katakana word behind a number is a unit.
_AMOUNT = re.compile("[0-9０-９〇一二三四五六七八九十百千万億兆数]$")
_SUBJECT_END = re.compile("(?<=[^ぁ-ん])[はがも]$")
_POSSESSIVE = re.compile("(?<=[^ぁ-ん])の$")
LONGEST_NAME = 15
# Matches words that may be a name or stress by themselves: few, and without hiragana.
is_like_a_name = re.compile(f"[^ぁ-ん、。！？!?…]{{1,{LONGEST_NAME}}}").fullmatch
_PARTICLE_END = re.compile("[はがをにでともへのや、。！？!?…]$")


class Words:
    """What the whole document tells about the words of one line.

    Which katakana words stand by themselves: the first ones asked for are searched one by one; who asks for many
    gets an index of all. Which two the articles join by a middle dot, and which tags its lines have.
    """

    _SEARCHES = 16

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, bool], bool] = {}
        self._alone: frozenset[str] | None = None
        self._free: frozenset[str] | None = None
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
            places = _occurrences(self._text, f"{left}・{right}")
            found = any(self._is_name(at, at + len(left) + 1 + len(right)) for at in places)
        else:
            if self._dotted is None:
                prose = "\n".join(_DOTTED_PROSE.findall(self._text))
                self._dotted = frozenset(_DOTTED.findall(prose))
            found = name in self._dotted
        self._names[name] = found
        return found

    def _is_name(self, start: int, end: int) -> bool:
        """Tell whether katakana ends at both sides, in a line that is not the blogger's own."""
        text = self._text
        if text[end : end + 1] in KATAKANA_SIGNS or (start and text[start - 1] in KATAKANA_SIGNS):
            return False
        line = text.rfind("\n", 0, start) + 1
        return text[line:start].lstrip()[:1] not in _HASHES

    def known_tag(self, name: str, alias: str | None) -> tuple[str, str | None]:
        """Cut a tag that runs into its body to the longest one, with its alias, that is whole in another line."""
        if self._tags is None:
            found = _WHOLE_TAG.findall(self._text)
            self._tags = frozenset(found) | {(known, "") for known, _ in found}
        if alias is not None:
            whole = (alias[:end] for end in range(min(len(alias), _LONGEST_TAG), 1, -1))
            return name, next((each for each in whole if (name, each) in self._tags), alias)
        whole = (name[:end] for end in range(min(len(name), _LONGEST_TAG), 1, -1))
        return next((each for each in whole if (each, "") in self._tags), name), None

    def alone(self, word: str) -> bool:
        """Tell whether `word` stands somewhere without a middle dot and a further katakana word behind it."""
        if len(self._known) < self._SEARCHES or (word, False) in self._known:
            return self._search(word, free=False)
        if self._alone is None:
            self._alone = frozenset(_WORDS.findall(self._text))
        return word in self._alone

    def free(self, word: str) -> bool:
        """Tell whether `word` stands somewhere alone and not behind a middle dot either."""
        if len(self._known) < self._SEARCHES or (word, True) in self._known:
            return self._search(word, free=True)
        if self._free is None:
            self._free = frozenset(_FREE_WORDS.findall(self._text))
        return word in self._free

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


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def is_one_name(left: str, right: str, words: Words) -> bool:
    """Tell whether `left・right` before a quotation is one name and not a topic and a speaker.

    Katakana on both sides is a name, unless the left word is a country's or stands by itself elsewhere in the
    document, as topics do and given names hardly ever do.
    """
    if left[-1:] not in KATAKANA_SIGNS or right[:1] not in KATAKANA_SIGNS:
        return False
    ending = _KATAKANA_END.search(left[-LONGEST_LEFT:])
    beginning = _KATAKANA_START.match(right)
    if not ending or not beginning:
        return False
    word, prefix = ending[1], left[-LONGEST_LEFT:][: ending.start()]
    if word in COUNTRIES or _TOPIC_PREFIX.search(prefix) or _AMOUNT.search(prefix):
        return False
    if words.dotted(word, beginning.group()):
        return True
    if is_topic(word):
        return False
    if not words.alone(word):
        return True
    # A name of katakana only, as papers have it; a person who is named elsewhere too is no part of one.
    return beginning.end() == len(right.strip()) and not words.free(beginning.group())


def dots_of_longer_name(text: str, body_start: int, dots: list[int], end: int, words: Words) -> int:
    """Return how many of the last `dots` belong to the name that ends at `end`, before a quotation.

    The dot behind them is known to be part of it. A name of three words, such as `フアン・カルロス・ベガ外相`, takes in
    the dot before it too, where katakana alone stands between the two.
    """
    taken = 0
    while taken < len(dots):
        dot = dots[-1 - taken]
        if not _KATAKANA_WORD.fullmatch(text, dot + 1, text.find("・", dot + 1, end)):
            break
        behind = dots[-2 - taken] + 1 if taken + 1 < len(dots) else body_start
        low = max(behind, dot - LONGEST_LEFT)
        if not is_one_name(text[max(low, text.rfind("」", low, dot) + 1) : dot], text[dot + 1 : end], words):
            break
        taken += 1
    return taken


def is_known_name(left: str, right: str, words: Words) -> bool:
    """Tell whether `left・right`, which no quotation follows, is a name that an article writes with its dot."""
    if left[-1:] not in KATAKANA_SIGNS or right[:1] not in KATAKANA_SIGNS:
        return False
    ending = _KATAKANA_END.search(left[-LONGEST_LEFT:])
    beginning = _KATAKANA_START.match(right)
    return bool(
        ending and beginning and ending[1] not in COUNTRIES and words.dotted(ending[1], beginning.group())
    )


def named_speaker(before: str, *, adjacent: bool) -> str:
    """Return who speaks, given the words before a quotation; `adjacent` tells whether another one ends there.

    A colon parts a topic from the speaker; what joins the words to a quotation is no part of a name.
    """
    if before[-1] not in _JOINS and before[0] not in _LEADS and ":" not in before and "：" not in before:
        return before
    words = before[:-LONGEST_LEFT] + _JOINED.sub("", before[-LONGEST_LEFT:])
    if adjacent:
        led = _LED.match(words)
        words = words[led.end() :] if led else words
    colon = _TOPIC_COLON.match(words)
    return (words[colon.end() :].strip() if colon else words) or before


def words_begin(text: str, start: int, end: int) -> int | None:
    """Return where the words begin that close at `end` without an opening bracket; None where that cannot be told.

    They begin behind the first title, body or account in `text[start:end]`, which is who speaks.
    """
    title = TITLE.search(text, start, end)
    if not title or end - title.end() < _SHORTEST_UNOPENED or text[title.end()] in _RUNS_ON:
        return None
    return title.end()


def is_connector(between: str) -> bool:
    """Tell whether the text between two quotations only joins them."""
    between = between.strip()
    return between in _CONNECTORS or bool(_SAID_ON.fullmatch(between))


def is_speech(speaker: str, words: str, after: str) -> bool:
    """Tell speech from stress and from names of things.

    `speaker` stands right before the bracket, `words` in it, and `after` runs from it to the next middle dot or
    the end of the line.
    """
    short = len(words) <= LONGEST_NAME and not _SENTENCE.search(words)
    rest = after.strip()
    if rest and rest[0] not in _ASIDES:
        if _SAID.match(rest):
            return True
        return not short or (bool(speaker) and len(words) > 12)
    return not (short and (speaker.endswith("の") or _NAMED_THINGS.search(speaker)))


def runs_on(speaker: str | None, words: str, between: str) -> str:
    """Return what follows a bracket, of all that stands between it and the next one.

    At the beginning of a segment a thing's name may stand, as in `「白鷺17」船長「…」`; behind words that were said the
    next speaker begins.
    """
    named = speaker is None and is_like_a_name(words) and not is_connector(between)
    return between if named else ""


def without_possessive(speaker: str | None) -> str | None:
    """Return who speaks, without the particle that joins the name to the words: `市長の「…」`."""
    return speaker[:-1] if speaker and _POSSESSIVE.search(speaker) else speaker


def inner_speaker(before: str, after: str) -> str | None:
    """Return who speaks a nested quotation, given what stands around it inside the outer one.

    A speaker is a bare name at the start of the outer words; what runs on behind the bracket makes it a phrase
    that is cited.
    """
    name = before.strip()
    if _SUBJECT_END.search(name) and _SAID.match(after.strip()):
        name = name[:-1]
    if not name or len(name) > 30 or _PARTICLE_END.search(name) or re.search("[、。]", name):
        return None
    if after.strip() and not _SAID.match(after.strip()) and not re.match("[・。、「」『』]", after.strip()):
        return None
    return name
