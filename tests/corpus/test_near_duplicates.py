"""Keys are equal for what is the same, differ where a name, a number or an ending does, and never change."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.near_duplicates import (
    LONG_CLIP,
    NearDuplicateKeys,
    clip_keys,
    line_keys,
    near_duplicate_keys,
)
from annotator.corpus.parse import parse

LINE = "#北航路(NATO・サーリ局長「航路は3月まで毎日開けておく」・漁業者「1.5メートルの氷が割れる」)"
SENTENCES = [
    "ベルカ共和国の港湾局は、氷で閉じていた冬の航路を来月から再開すると発表しました。",
    "港湾局のサーリ局長は記者会見で、航路は三月まで毎日開けておくと述べ、漁業者に理解を求めました。",
    "沿岸の組合は、砕氷船の数が足りないとして、隣国に応援を求める考えを示しています。",
    "一方、灯台の明かりを守る会は、夜間の航行が増えれば事故につながると懸念を示しました。",
    "市場では早くも値段が動き、干し魚の卸値は前の週より二割ほど高くなっています。",
    "専門家は、燃料の値段が落ち着くかどうかが今後の焦点になると指摘しています。",
]
BODY = "\n".join(SENTENCES)
KANJI = [chr(code) for code in range(0x4E00, 0x5600)]


def line(text: str) -> NearDuplicateKeys:
    """Return the keys of a line that has some."""
    keys = line_keys(text)
    assert keys
    return keys


def clip(headline: str | None, body: str) -> NearDuplicateKeys:
    """Return the keys of a clip that has some."""
    keys = clip_keys(headline, body)
    assert keys
    return keys


def are_near_duplicates(one: NearDuplicateKeys, other: NearDuplicateKeys) -> bool:
    """Tell whether two units share a key."""
    return not set(one.shared).isdisjoint(other.shared)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("NATO", "ｎａｔｏ"),
        ("#北航路(", "＃北航路（"),
        ("・漁業者", " ・ 漁業者"),
        ("「航路は", "航路は"),
        ("毎日開けておく」", "毎日開けておく。」"),
        ("航路は3月", "航路3月"),
        ("メートルの", "メートル の"),
    ],
)
def test_what_is_written_otherwise_is_the_same(before: str, after: str) -> None:
    assert line(LINE) == line(LINE.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("サーリ", "サリー"),
        ("サーリ局長", "局長"),
        ("局長", "副局長"),
        ("3月", "4月"),
        ("3月", "13月"),
        ("1.5メートル", "15メートル"),
        ("1.5メートル", "-1.5メートル"),
        ("開けておく", "開けておかない"),
        ("割れる", "割れた"),
        ("#北航路", "#南航路"),
        ("割れる」", "割れる?」"),
    ],
)
def test_another_name_number_or_ending_is_not_the_same(before: str, after: str) -> None:
    assert not are_near_duplicates(line(LINE), line(LINE.replace(before, after)))


def test_an_ending_keeps_its_particle() -> None:
    assert not are_near_duplicates(line("#港(まさと「朝だ」)"), line("#港(まさ「朝だ」)"))


def test_a_short_clip_of_another_number_is_another() -> None:
    one, other = "岬で震度3の地震 津波の心配なし", "岬で震度4の地震 津波の心配なし"
    assert not are_near_duplicates(clip(one, ""), clip(other, ""))
    assert clip(one, "") == clip(one.replace(" ", "、"), "")


def test_a_long_clip_with_a_changed_sentence_is_a_near_duplicate_and_not_equal() -> None:
    changed = BODY.replace("干し魚の卸値は前の週より二割ほど高く", "干し魚の卸値は前の週の半ばまで低く")
    one, other = clip("冬の航路を再開へ", BODY), clip("冬の航路を再開へ", changed)
    assert are_near_duplicates(one, other)
    assert one.exact != other.exact


def test_a_long_clip_without_its_headline_is_a_near_duplicate() -> None:
    assert are_near_duplicates(clip("冬の航路を再開へ", BODY), clip(None, BODY))


def test_clips_that_share_a_sentence_are_no_near_duplicates() -> None:
    other = "\n".join([SENTENCES[0], *(sentence[::-1] for sentence in SENTENCES[1:])])
    assert not are_near_duplicates(clip(None, BODY), clip(None, other))


def test_a_clip_is_no_near_duplicate_of_a_line() -> None:
    assert not are_near_duplicates(clip("港の市場", ""), line("港の市場"))


@pytest.mark.parametrize("text", ["", " 。\n", "「」・()"])
def test_a_text_without_letters_has_no_keys(text: str) -> None:
    assert line_keys(text) is None
    assert clip_keys(None, text) is None


def test_the_clips_and_lines_of_a_document_have_keys(post_text: str) -> None:
    parsed = parse(post_text)
    assert [unit for unit, _ in near_duplicate_keys(parsed)] == [
        *(one.id for one in parsed.clips),
        *(one.id for one in parsed.commentary),
    ]


def test_a_repeated_clip_of_a_document_is_equal() -> None:
    post = f"冬の航路を再開へ https://t.co/Ab3dE5fGh7\n— 潮見 (@a_b) 2022年6月13日\n{BODY}\n#港(朝)\n"
    found = dict(near_duplicate_keys(parse(post + post)))
    one, other = parse(post + post).clips
    assert one.body != other.body == ""
    assert found[one.id] == found[other.id]


def test_a_line_twice_in_one_clip_counts_once() -> None:
    post = f"冬の航路を再開へ https://t.co/Ab3dE5fGh7\n— 潮見 (@a_b) 2022年6月13日\n{SENTENCES[0]}\n"
    once, twice = (next(near_duplicate_keys(parse(text)))[1] for text in (post, f"{post}{SENTENCES[0]}\n"))
    assert once == twice


def test_keys_are_those_that_databases_hold() -> None:
    # A database keeps keys and compares new ones with them: another value here needs a migration.
    assert line("#港(朝)").shared == (6028297190047089901,)
    assert clip("港の朝", "").shared == (7754956591109645189,)
    assert clip(None, BODY).shared[:2] == (8011025987406319210, 2485828976084562486)


@pytest.mark.parametrize(("changed", "least", "most"), [(0.01, 1.0, 1.0), (0.03, 0.8, 1.0), (0.3, 0.0, 0.02)])
def test_the_likelihood_grows_with_what_is_shared(changed: float, least: float, most: float) -> None:
    chance = random.Random(20260102)
    found = 0
    for _ in range(100):
        signs = chance.choices(KANJI, k=500)
        text = "".join(signs)
        for at in chance.sample(range(500), int(changed * 500)):
            signs[at] = chance.choice(KANJI)
        found += are_near_duplicates(clip(None, text), clip(None, "".join(signs)))
    assert least <= found / 100 <= most


@given(st.text("あいは海#(12.-aNＡ、。 「", max_size=2 * LONG_CLIP))
def test_any_text_has_keys_of_64_bits_that_depend_on_it_alone(text: str) -> None:
    for keys in (line_keys(text), clip_keys(None, text)):
        if keys is not None:
            assert all(-(2**63) <= key < 2**63 for key in (keys.exact, *keys.shared))
    assert line_keys(text) == line_keys(text)
    assert clip_keys(None, text) == clip_keys("", text)
