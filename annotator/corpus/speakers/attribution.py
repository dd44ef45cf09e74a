"""Attributes quotations to speakers, and tells speech from other text in brackets.

Brackets also hold emphasis and names of things. In doubt the text is a quotation, with an unknown speaker.
"""

import re

from annotator.corpus.speakers.katakana_names import MAX_LEFT_CONTEXT
from annotator.corpus.speakers.person_titles import ABOUT, TITLE

# Text between two quotations of the same speaker.
_CONNECTORS = frozenset(
    ("と", "や", "、", "および", "及び", "または", "も", "など", "とか", "=", ",", "/", "…", "→")
)
# Particles between two brackets, which are no speaker: 「監視」ではなく「見守り」.
_PARTICLES = frozenset(
    ("ではなく", "でなく", "から", "より", "か", "に", "が", "で", "は", "を", "の", "でも", "ならぬ")
)
# Clauses between two quotations of the same speaker: と述べつつ, としたうえで.
_SAYS = "(?:など)?と(?:述べ|語|話|し|言|説明|主張|強調|指摘|批判|反論|訴え|発言|表明|警告|答え)"
_CONTINUES = re.compile(f"{_SAYS}し?(?:[ぁ-ん]{{0,4}}(?:つつ|ながら|[てで、]|上で|一方))?")
# The least length of a quotation without opening bracket.
_MIN_UNOPENED_LENGTH = 4
# No quotation begins with one of these.
_NOT_INITIAL = "をのがはにへや、。"
# Particles and signs between a speaker and a quotation: 外相は「, 紙によると「, 報道官:「.
_SPEAKER_SUFFIX = re.compile("(?:(?<=[^ぁ-ん])(?:によると|によれば|[はがも])|[、:：])+$")
_SUFFIX_ENDS = tuple("とばはがも、:：")
# The longest text before a quotation in which a comma may separate the speaker from a topic.
_MAX_TOPIC_LENGTH = 60
# Text between a quotation and the next speaker that is no part of the name: 」と首相「.
_SPEAKER_PREFIX = re.compile(f"{_SAYS}[しっ]?た|[とや、,→⇒]+")
_TOPIC_COLON = re.compile(r".*[:：](?![0-9０-９])")
# What follows speech.
_AFTER_SPEECH = re.compile(
    r"(?:と(?!は|化|呼|名|銘|題|な[っるり]|い[うえ])|って|との|などと?|ら(?!れ)|発言|主張|述|語|コメント|表明|強調|指摘|批判|反論|説明)"
)
# Signs that may follow speech too: a source in brackets, punctuation, an arrow to the result.
_AFTER_SPEECH_SIGNS = frozenset("(（、。?？!！…→")
# A common noun that a name in brackets follows; a person's title is none of these.
_NAMED_THINGS = re.compile(
    "(?:作戦|演習|訓練|計画|構想|法案|条約|協定|祭り?|まつり|大会|映画|ドラマ|アニメ|漫画|番組|講座|小説|著書|書籍|楽曲|曲|劇|展|船|タンカー|フェリー|号|艦|空母|潜水艦"
    "|ミサイル|衛星|ロケット|戦車|無人機|機|橋|列車|特急|ホテル|店|駅|城|塔|公園|組織|政党|新党|会派|部隊|旅団"
    "|プロジェクト|システム|サイト|アプリ|イベント|フェス|ブランド|商品|新型|愛称|名称|通称|題名|書名|曲名|回顧録|自伝|詩集|絵本|標語|特集|連載|キャンペーン)$"
)
# A noun derived from a verb, such as 共食い; it ends like a sentence and is none.
_VERBAL_NOUN = re.compile("[^ぁ-ん、。]*[一-龠]い")
# A poll before an answer in brackets, and the share that follows it: 世論調査「改革は必要」63%.
_POLL = re.compile("(?:調査|アンケート|投票)$")
_SHARE = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)?[%％割]")
# A sentence has one of these, or ends like a verb or an adjective; 夜の誓い ends like a noun.
_SENTENCE = re.compile(
    "[。、！？!?]|[るたうくすつぬむぐだ]$|い(?<!の[誓願戦思集祝争償救問]い)$|です|ます|ない|べき"
)
_SUBJECT_END = re.compile("(?<=[^ぁ-ん])[はがも]$")
_POSSESSIVE = re.compile("[^ぁ-ん]の")
_MAX_NAME_LENGTH = 15
_NAME = f"(?!の)[^ぁ-ねは-ん、。！？!?…]{{1,{_MAX_NAME_LENGTH}}}(?<!の)"
# Matches what may be a name or emphasis: short, and without hiragana but の inside.
_may_be_name = re.compile(_NAME).fullmatch
# Matches those, and longer text of kanji, katakana and の that may be a title with a name in it.
_MAX_TITLE_LENGTH = 30
_TITLE_OF_WORK = re.compile(
    f"{_NAME}|(?!の)[^ぁ-ねは-んa-z、。！？!?…]{{{_MAX_NAME_LENGTH},{_MAX_TITLE_LENGTH - 1}}}[ァ-ヿ一-龠]"
)
_PARTICLE_END = re.compile("[はがをにでともへのや、。！？!?…]$")


def speaker_before_quotation(before: str, *, adjacent: bool) -> str:
    """Return the speaker, given the text before a quotation; `adjacent` tells whether another quotation ends there.

    A colon separates a topic from the speaker, a comma the speaker from a topic. Particles that link the speaker to the
    quotation are left out.
    """
    name = before
    if before.endswith(_SUFFIX_ENDS):
        name = before[:-MAX_LEFT_CONTEXT] + _SPEAKER_SUFFIX.sub("", before[-MAX_LEFT_CONTEXT:])
    if adjacent:
        prefix = _SPEAKER_PREFIX.match(name)
        name = name[prefix.end() :] if prefix else name
    topic = _TOPIC_COLON.match(name)
    name = (name[topic.end() :].strip() if topic else name) or before
    about = ABOUT.match(name) if "、" in name and len(name) <= _MAX_TOPIC_LENGTH else None
    return about[1] if about else name


def infer_quotation_start(text: str, start: int, end: int) -> int | None:
    """Return where the quotation begins that ends at `end` without opening bracket; None where nothing shows it.

    It begins behind the first title, body or account in `text[start:end]`, which is the speaker.
    """
    title = TITLE.search(text, start, end)
    if not title or end - title.end() < _MIN_UNOPENED_LENGTH or text[title.end()] in _NOT_INITIAL:
        return None
    return title.end()


def is_connector(between: str) -> bool:
    """Tell whether the text between two quotations only connects them."""
    between = between.strip()
    return between in _CONNECTORS or between in _PARTICLES or bool(_CONTINUES.fullmatch(between))


def is_speech(speaker: str, content: str, after: str) -> bool:
    """Tell speech from emphasis and from names of things.

    `speaker` is the text right before the bracket, `content` the text in it, and `after` runs from it to the next
    middle dot or the end of the line.
    """
    short = len(content) <= _MAX_NAME_LENGTH and not _SENTENCE.search(content)
    rest = after.strip()
    if rest and rest[0] not in _AFTER_SPEECH_SIGNS:
        if _AFTER_SPEECH.match(rest) or (_SHARE.match(rest) and _POLL.search(speaker)):
            return True
        if not speaker and _VERBAL_NOUN.fullmatch(content):
            return False
        return not short or (bool(speaker) and len(content) > 12)
    return not (short and (speaker.endswith("の") or _NAMED_THINGS.search(speaker)))


def may_be_title(content: str) -> bool:
    """Tell whether the text of a bracket may be a name, emphasis or the title of a work."""
    return len(content) <= _MAX_TITLE_LENGTH and bool(_TITLE_OF_WORK.fullmatch(content))


def continues_after_bracket(speaker: str | None, content: str, between: str) -> str:
    """Return the text that continues a bracket, of the text `between` it and the next one.

    At the beginning of a segment the bracket may be the name of a thing, as in `「白鷺17」船長「…」`; behind speech
    the text is the next speaker.
    """
    if speaker is not None or not _may_be_name(content):
        return ""
    return between if between.strip() in _PARTICLES or not is_connector(between) else ""


def without_possessive(speaker: str | None) -> str | None:
    """Return a speaker without the particle before the quotation: `市長の「…」`."""
    return speaker[:-1] if speaker and _POSSESSIVE.fullmatch(speaker[-2:]) else speaker


def nested_speaker(before: str, after: str) -> str | None:
    """Return the speaker of a nested quotation, given the text of the outer one around it.

    A speaker is a bare name at the start of the outer text. Where the sentence continues behind the bracket, it is a
    cited phrase without speaker.
    """
    name = before.strip()
    if _SUBJECT_END.search(name) and _AFTER_SPEECH.match(after.strip()):
        name = name[:-1]
    if not name or len(name) > 30 or _PARTICLE_END.search(name) or re.search("[、。]", name):
        return None
    if (
        after.strip()
        and not _AFTER_SPEECH.match(after.strip())
        and not re.match("[・。、「」『』]", after.strip())
    ):
        return None
    return name
