"""Who speaks before a bracket, and whether the bracket holds speech at all.

The rules are a careful reader's: a name may hold a middle dot, stress and names of things stand in brackets too,
and in doubt it is a quotation whose speaker is not known.
"""

import re
from collections.abc import Iterator

KATAKANA = "ァ-ヴーｦ-ﾟ"
_KATAKANA_SIGNS = frozenset(
    [*map(chr, range(ord("ァ"), ord("ヴ") + 1)), "ー", *map(chr, range(ord("ｦ"), ord("ﾟ") + 1))]
)
_KATAKANA_START = re.compile(f"[{KATAKANA}]{{2,}}")
_KATAKANA_END = re.compile(f"(?<![{KATAKANA}])([{KATAKANA}]{{2,}})$")
_WORDS = re.compile(f"(?<![{KATAKANA}])[{KATAKANA}]{{2,}}(?![{KATAKANA}])(?!・[{KATAKANA}])")
_FREE_WORDS = re.compile(f"(?<![{KATAKANA}・])[{KATAKANA}]{{2,}}(?![{KATAKANA}])(?!・[{KATAKANA}])")

# Between two quotations of one speaker.
_CONNECTORS = frozenset(
    ("と", "や", "、", "および", "及び", "または", "も", "など", "とか", "=", ",", "/", "…", "→")
)
# What follows words that were said.
_SAID = re.compile(
    r"(?:と|って|との|などと?|ら(?!れ)|発言|主張|述|語|コメント|表明|強調|指摘|批判|反論|説明)"
)
# A common noun that takes a name in brackets; a person's title is none of these.
_NAMED_THINGS = re.compile(
    "(?:作戦|演習|計画|構想|法案|条約|協定|祭り?|まつり|大会|映画|番組|小説|著書|書籍|楽曲|曲|劇|展|船|号|艦|空母|潜水艦"
    "|ミサイル|衛星|ロケット|戦車|無人機|機|橋|列車|特急|ホテル|店|駅|城|塔|公園|団体|組織|政党|新党|会派|部隊|旅団"
    "|プロジェクト|システム|サイト|アプリ|イベント|フェス|ブランド|商品|新型|愛称|名称|通称|題名|標語|特集|連載|キャンペーン)$"
)
_SENTENCE = re.compile("[。、！？!?]|[るたいうくすつぬむぐだ]$|です|ます|ない|べき")
# Something that a name of a country hardly begins with, right before a katakana word: then the word is a topic.
_TOPIC_PREFIX = re.compile("[対在親反新旧駐訪脱抗嫌東西南北中]$")
# A katakana word behind a number is a unit.
_AMOUNT = re.compile("[0-9０-９〇一二三四五六七八九十百千万億兆数]$")
_PARTICLE_END = re.compile("[はがをにでともへのや、。！？!?…]$")
COUNTRIES = frozenset(
    [
        "アメリカ",
        "イギリス",
        "フランス",
        "ドイツ",
        "イタリア",
        "スペイン",
        "ポルトガル",
        "オランダ",
        "ベルギー",
        "スイス",
        "オーストリア",
        "ポーランド",
        "チェコ",
        "スロバキア",
        "ハンガリー",
        "ルーマニア",
        "ブルガリア",
        "ギリシャ",
        "セルビア",
        "クロアチア",
        "スロベニア",
        "ボスニア",
        "コソボ",
        "アルバニア",
        "モルドバ",
        "ウクライナ",
        "ロシア",
        "ベラルーシ",
        "リトアニア",
        "ラトビア",
        "エストニア",
        "フィンランド",
        "スウェーデン",
        "ノルウェー",
        "デンマーク",
        "アイスランド",
        "アイルランド",
        "トルコ",
        "ジョージア",
        "アルメニア",
        "アゼルバイジャン",
        "カザフスタン",
        "ウズベキスタン",
        "キルギス",
        "タジキスタン",
        "トルクメニスタン",
        "モンゴル",
        "インド",
        "パキスタン",
        "アフガニスタン",
        "イラン",
        "イラク",
        "シリア",
        "レバノン",
        "イスラエル",
        "パレスチナ",
        "ヨルダン",
        "サウジアラビア",
        "カタール",
        "イエメン",
        "エジプト",
        "リビア",
        "スーダン",
        "エチオピア",
        "ケニア",
        "ナイジェリア",
        "ベトナム",
        "タイ",
        "ミャンマー",
        "フィリピン",
        "インドネシア",
        "マレーシア",
        "シンガポール",
        "オーストラリア",
        "ニュージーランド",
        "カナダ",
        "メキシコ",
        "ブラジル",
        "アルゼンチン",
        "チリ",
        "キューバ",
        "ベネズエラ",
        "ソ連",
        "クリミア",
        "ドンバス",
        "ヨーロッパ",
        "アジア",
        "アフリカ",
    ]
)


class Words:
    """Which katakana words of a document stand by themselves.

    The first words asked for are searched one by one; who asks for many gets an index of all.
    """

    _SEARCHES = 16

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, bool], bool] = {}
        self._alone: frozenset[str] | None = None
        self._free: frozenset[str] | None = None

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
        if before in _KATAKANA_SIGNS or after[:1] in _KATAKANA_SIGNS:
            return False
        if free and before == "・":
            return False
        return not (after[:1] == "・" and after[1:] in _KATAKANA_SIGNS)


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
    if left[-1:] not in _KATAKANA_SIGNS or right[:1] not in _KATAKANA_SIGNS:
        return False
    ending = _KATAKANA_END.search(left[-40:])
    beginning = _KATAKANA_START.match(right)
    if not ending or not beginning:
        return False
    word, prefix = ending[1], left[-40:][: ending.start()]
    if word in COUNTRIES or _TOPIC_PREFIX.search(prefix) or _AMOUNT.search(prefix):
        return False
    if not words.alone(word):
        return True
    # A name of katakana only, as papers have it; a person who is named elsewhere too is no part of one.
    return beginning.end() == len(right.strip()) and not words.free(beginning.group())


def is_connector(between: str) -> bool:
    """Tell whether the text between two quotations only joins them."""
    return between.strip() in _CONNECTORS


def is_speech(speaker: str, words: str, after: str) -> bool:
    """Tell speech from stress and from names of things.

    `speaker` stands right before the bracket, `words` in it, and `after` runs from it to the next middle dot or
    the end of the line.
    """
    short = len(words) <= 15 and not _SENTENCE.search(words)
    if after.strip():
        if _SAID.match(after.strip()):
            return True
        return not short or (bool(speaker) and len(words) > 12)
    return not (short and _NAMED_THINGS.search(speaker))


def inner_speaker(before: str, after: str) -> str | None:
    """Return who speaks a nested quotation, given what stands around it inside the outer one.

    A speaker is a bare name at the start of the outer words; what runs on behind the bracket makes it a phrase
    that is cited.
    """
    name = before.strip()
    if not name or len(name) > 30 or _PARTICLE_END.search(name) or re.search("[、。]", name):
        return None
    if after.strip() and not _SAID.match(after.strip()) and not re.match("[・。、「」『』]", after.strip()):
        return None
    return name
