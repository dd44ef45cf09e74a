"""Who speaks before a bracket, and whether the bracket holds speech at all.

The rules are a careful reader's: stress and names of things stand in brackets too, and in doubt it is a quotation
whose speaker is not known.
"""

import re

from annotator.corpus.speakers.katakana_names import LONGEST_LEFT
from annotator.corpus.speakers.person_titles import ABOUT, TITLE

# Between two quotations of one speaker.
_CONNECTORS = frozenset(
    ("と", "や", "、", "および", "及び", "または", "も", "など", "とか", "=", ",", "/", "…", "→")
)
# Particles between two brackets, which name nobody: 「監視」ではなく「見守り」.
_PARTICLES = frozenset(
    ("ではなく", "でなく", "から", "より", "か", "に", "が", "で", "は", "を", "の", "でも", "ならぬ")
)
# Words between two quotations after which the same one speaks on: と述べつつ, としたうえで.
_SAYS = "(?:など)?と(?:述べ|語|話|し|言|説明|主張|強調|指摘|批判|反論|訴え|発言|表明|警告|答え)"
_SAID_ON = re.compile(f"{_SAYS}し?(?:[ぁ-ん]{{0,4}}(?:つつ|ながら|[てで、]|上で|一方))?")
_SHORTEST_UNOPENED = 4
# Neither said words nor a name begin so.
_RUNS_ON = "をのがはにへや、。"
# What joins a speaker to the words said: 外相は「, 紙によると「, 報道官:「; and a new one to those before: 」と首相「.
_JOINED = re.compile("(?:(?<=[^ぁ-ん])(?:によると|によれば|[はがも])|[、:：])+$")
_JOINS = frozenset("はがもとば、:：")
# Longer words before a quotation are not asked for a comma that parts who speaks from what about.
_LONGEST_ABOUT = 60
# What stands between words that were said and the next one who speaks.
_LEADS = frozenset("とや、,→⇒")
_LED = re.compile(f"{_SAYS}[しっ]?た|[とや、,→⇒]+")
_TOPIC_COLON = re.compile(r".*[:：](?![0-9０-９])")
# What follows words that were said.
_SAID = re.compile(
    r"(?:と(?!は|化|呼|名|銘|題|な[っるり]|い[うえ])|って|との|などと?|ら(?!れ)|発言|主張|述|語|コメント|表明|強調|指摘|批判|反論|説明)"
)
# Behind words that were said: a source in brackets, a sign, an arrow to what came of them.
_ASIDES = frozenset("(（、。?？!！…→")
# A common noun that takes a name in brackets; a person's title is none of these.
_NAMED_THINGS = re.compile(
    "(?:作戦|演習|訓練|計画|構想|法案|条約|協定|祭り?|まつり|大会|映画|ドラマ|アニメ|漫画|番組|講座|小説|著書|書籍|楽曲|曲|劇|展|船|タンカー|フェリー|号|艦|空母|潜水艦"
    "|ミサイル|衛星|ロケット|戦車|無人機|機|橋|列車|特急|ホテル|店|駅|城|塔|公園|組織|政党|新党|会派|部隊|旅団"
    "|プロジェクト|システム|サイト|アプリ|イベント|フェス|ブランド|商品|新型|愛称|名称|通称|題名|書名|曲名|回顧録|自伝|詩集|絵本|標語|特集|連載|キャンペーン)$"
)
# A noun made of a verb, such as 共食い, and no sentence though it ends like one.
_STEM = re.compile("[^ぁ-ん、。]*[一-龠]い")
# Who is asked what, and the share that follows the answer: 世論調査「改革は必要」63%.
_POLL = re.compile("(?:調査|アンケート|投票)$")
_SHARE = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)?[%％割]")
# A sentence has one of these, or an end of a verb or adjective; 夜の誓い has a noun's.
_SENTENCE = re.compile(
    "[。、！？!?]|[るたうくすつぬむぐだ]$|い(?<!の[誓願戦思集祝争償救問]い)$|です|ます|ない|べき"
)
_SUBJECT_END = re.compile("(?<=[^ぁ-ん])[はがも]$")
_POSSESSIVE = re.compile("(?<=[^ぁ-ん])の$")
LONGEST_NAME = 15
_NAME = f"(?!の)[^ぁ-ねは-ん、。！？!?…]{{1,{LONGEST_NAME}}}(?<!の)"
# Matches words that may be a name or stress by themselves: few, and without hiragana but の between two of them.
is_like_a_name = re.compile(_NAME).fullmatch
# Matches those, and longer words that may be a title with a name in it: of kanji and katakana, の apart.
LONGEST_TITLE = 30
is_like_a_title = re.compile(
    f"{_NAME}|(?!の)[^ぁ-ねは-んa-z、。！？!?…]{{{LONGEST_NAME},{LONGEST_TITLE - 1}}}[ァ-ヿ一-龠]"
).fullmatch
_PARTICLE_END = re.compile("[はがをにでともへのや、。！？!?…]$")


def named_speaker(before: str, *, adjacent: bool) -> str:
    """Return who speaks, given the words before a quotation; `adjacent` tells whether another one ends there.

    A colon parts a topic from the speaker, and a comma the speaker from a topic; what joins the words to a quotation
    is no part of a name.
    """
    if (
        before[-1] not in _JOINS
        and before[0] not in _LEADS
        and "、" not in before
        and ":" not in before
        and "：" not in before
    ):
        return before
    words = before[:-LONGEST_LEFT] + _JOINED.sub("", before[-LONGEST_LEFT:])
    if adjacent:
        led = _LED.match(words)
        words = words[led.end() :] if led else words
    colon = _TOPIC_COLON.match(words)
    words = (words[colon.end() :].strip() if colon else words) or before
    about = ABOUT.match(words) if len(words) <= _LONGEST_ABOUT else None
    return about[1] if about else words


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
    return between in _CONNECTORS or between in _PARTICLES or bool(_SAID_ON.fullmatch(between))


def is_speech(speaker: str, words: str, after: str) -> bool:
    """Tell speech from stress and from names of things.

    `speaker` stands right before the bracket, `words` in it, and `after` runs from it to the next middle dot or
    the end of the line.
    """
    short = len(words) <= LONGEST_NAME and not _SENTENCE.search(words)
    rest = after.strip()
    if rest and rest[0] not in _ASIDES:
        if _SAID.match(rest) or (_SHARE.match(rest) and _POLL.search(speaker)):
            return True
        if not speaker and _STEM.fullmatch(words):
            return False
        return not short or (bool(speaker) and len(words) > 12)
    return not (short and (speaker.endswith("の") or _NAMED_THINGS.search(speaker)))


def runs_on(speaker: str | None, words: str, between: str) -> str:
    """Return what follows a bracket, of all that stands between it and the next one.

    At the beginning of a segment a thing's name may stand, as in `「白鷺17」船長「…」`; behind words that were said the
    next speaker begins.
    """
    if speaker is not None or not is_like_a_name(words):
        return ""
    return between if between.strip() in _PARTICLES or not is_connector(between) else ""


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
