"""The seeds: each row of the grammar occurs in one of them and is parsed as it was composed.

`rows_a.toml` and `rows_b.toml` map the rows of the grammar to lines; they were written by reading.
"""

import os
import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TypedDict

import pytest

from annotator.corpus.model import Clip, Commentary, Evidence, Parse, Quotation
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
CORPUS = os.environ.get("ANNOTATOR_CORPUS")


class Entry(TypedDict):
    """One row of a map."""

    section: int
    row: str
    file: str
    line: int
    kind: str
    begins: str


def entries() -> list[Entry]:
    maps = (
        tomllib.loads((HERE / name).read_text(encoding="utf-8")) for name in ("rows_a.toml", "rows_b.toml")
    )
    return [entry for each in maps for entry in each["row"]]


ENTRIES = entries()

LINE_KINDS = {
    "headline, text #tag URL",
    "headline, textURL #tag (URL glued)",
    "headline, text URL (no tag)",
    "headline without URL (URL further down, or none)",
    "attribution, Japanese date",
    "attribution, English date",
    "card line (headline, URL, attribution, body in one)",
    "body paragraph",
    "sub-heading in a body, unmarked",
    "原題 line",
    "commentary, closed body",
    "commentary, unclosed body",
    "tag line, one tag, no body",
    "tag line, adjacent tags, no body",
    "address header (two lines)",
    "card residue",
    "old-entry URL",
    "title or bullet of a social post",
    "embed title in a foreign script",
    "list line",
}
DAMAGES = {
    "6 lost opening quote",
    "6 lost closing quote",
    "6 lost opening bracket",
    "6 lost closing bracket",
    "6 lost dot",
    "6 lost equals sign",
    "6 lost particle は",
    "6 lost particle が",
    "6 lost particle で",
    "6 lost particle と",
    "6 lost comma",
    "6 fused names",
    "6 separators and closing bracket lost at once",
    "6 cut inside a quotation",
    "6 cut right after an opening quote",
}


def names(section: int) -> set[str]:
    return {entry["row"] for entry in ENTRIES if entry["section"] == section}


@cache
def file_of(number: int) -> str:
    return next(path.name for path in SEEDS.glob(f"{number:02d}-*.txt"))


@cache
def read(file: str) -> Parse:
    return parse(read_source((SEEDS / file).read_bytes()).text)


def seed(number: int) -> Parse:
    return read(file_of(number))


def line_of(document: Parse, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1


def kinds_at(document: Parse, line: int) -> list[str]:
    return [block.kind for block in document.blocks if line_of(document, block.start) == line]


def commentary(number: int, line: int) -> Commentary:
    return next(each for each in seed(number).commentary if each.line == line)


def spoken(number: int, line: int, depth: int = 0) -> list[Quotation]:
    return [quotation for quotation in commentary(number, line).quotations if quotation.depth == depth]


def clip_at(number: int, line: int) -> Clip:
    document = seed(number)
    return next(clip for clip in document.clips if line_of(document, clip.span.start) == line)


def clip_line(number: int, clip: str | None) -> int | None:
    document = seed(number)
    found = next((each for each in document.clips if each.id == clip), None)
    return line_of(document, found.span.start) if found else None


def body_lines(number: int, clip: int) -> list[int]:
    return [line_of(seed(number), span.start) for span in clip_at(number, clip).body_spans]


def topics(number: int, line: int) -> list[str]:
    return [segment.text for segment in commentary(number, line).segments if "「" not in segment.text]


def evidence(number: int, line: int, index: int) -> Evidence:
    found = spoken(number, line)[index].evidence
    assert found
    return found


@pytest.mark.parametrize(
    "entry", ENTRIES, ids=[f"{entry['file'][:2]}-{entry['line']}-{entry['row']}" for entry in ENTRIES]
)
def test_row_is_parsed_as_its_kind(entry: Entry) -> None:
    document = read(entry["file"])
    assert document.text.split("\n")[entry["line"] - 1].startswith(entry["begins"])
    expected = ["headline", "attribution", "paragraph"] if entry["kind"] == "card" else [entry["kind"]]
    assert kinds_at(document, entry["line"]) == expected


def test_every_line_kind_of_the_grammar_has_a_row() -> None:
    assert names(2) == LINE_KINDS


def test_every_ambiguity_of_the_grammar_has_a_row() -> None:
    assert {name.split()[0] for name in names(5)} == {f"5.{number}" for number in range(1, 15)}


def test_every_damage_of_the_grammar_has_a_row() -> None:
    assert names(6) == DAMAGES


SPEAKERS: dict[tuple[int, int], list[str | None]] = {
    (1, 8): ["ソルム海事局長", "サヴィン外相"],
    (1, 20): ["オルタ国営通信", "オルタ国営通信"],
    (1, 21): ["港湾組合"],
    (1, 28): ["ブロム責任者"],
    (1, 38): ["KT"],
    (1, 48): ["ラドマン大統領", "ソルム海事局長"],
    (2, 8): [None],
    (2, 20): ["ケルナー大統領"] * 3,
    (2, 21): ["ハイゼ外相", "ケルナー大統領"],
    (2, 25): ["KT", "KT"],
    (2, 26): ["エーデル・ビジネス"],
    (2, 28): ["第4条", "起草者ウルバン・ケスラー"],
    (2, 29): ["リンデン・ポスト", "シルダ首相府"],
    (2, 32): ["ハイゼ外相"],
    (2, 33): ["週刊誌ランタン", "週刊誌ランタン"],
    (2, 34): ["ラドマン大統領"],
    (3, 7): ["サヴィン外相", "ロンゲ国防相", "ロンゲ国防相"],
    (3, 8): ["オルトガス"],
    (3, 10): ["ロンゲ国防相"],
    (3, 17): ["実行委員会"],
    (3, 26): ["元外交官チェスター・ヘイル"] * 2,
    (3, 28): ["ロンゲ国防相", "ロンゲ国防相"],
    (3, 29): ["週刊誌ランタン"],
    (3, 38): ["トヴィス首相", "ラドマン大統領", "ラドマン大統領"],
    (3, 41): ["トヴィス首相"],
    (4, 27): ["リンデン・ポスト", "M_Harada"],
    (6, 14): ["アナリストのミロ・ダグナー"] * 2,
    (6, 34): ["アイデルマン事務総長", "駐ケステン大使イダ・モルテン", "オルタ"],
    (6, 43): ["ラドマン大統領", "サヴィン外相"],
    (9, 16): ["ケルナー大統領", "ケルナー大統領", "テレザ・ヴォルニク"],
    (9, 18): ["サヴィン外相", "M_Harada"],
    (9, 44): ["kaze_to_shio"],
    (10, 12): ["トヴィス首相", "ケルナー大統領"],
    (10, 26): ["ゴルチェフ安全保障会議書記"],
    (10, 28): ["ベルカ鉄道庁"],
    (10, 40): ["チェスターヘイル"],
    (10, 42): ["週刊誌ランタン"],
    (11, 74): ["リンデン・ポスト", "kaze_to_shio"],
    (12, 5): ["ウィットコム国務長官", "ラドマン大統領"],
    (12, 6): ["KT"],
    (15, 9): ["リンデン・ポスト"],
    (15, 24): ["ケルナー大統領", "ケルナー大統領", "トルナ等3か国"],
    (15, 26): ["漁師"],
    (15, 27): ["KT", "ハイゼ外相"],
    (15, 45): ["ウィットコム国務長官", "元外交官チェスター・ヘイル"],
    (15, 46): ["ケルナー大統領"],
    (16, 9): ["改定案"],
    (16, 17): ["週刊誌ランタン"],
    (16, 35): ["リンデン・ポスト", "M_Harada"],
}


@pytest.mark.parametrize(("place", "speakers"), SPEAKERS.items(), ids=str)
def test_speakers_are_those_a_reader_finds(place: tuple[int, int], speakers: list[str | None]) -> None:
    assert [quotation.speaker for quotation in spoken(*place)] == speakers


def test_after_lost_separators_the_last_speaker_ends_with_the_title() -> None:
    first, second = spoken(10, 38)
    assert first.speaker
    assert first.speaker.endswith("ハイゼ外相")
    assert second.speaker == "イダモルテン駐ケステン大使"


def test_a_minister_under_his_country_is_named_by_himself_or_with_it() -> None:
    assert spoken(8, 8)[0].speaker in ("リスト外相", "トルナ・リスト外相")


@pytest.mark.parametrize(
    "place",
    [(3, 9), (3, 19), (3, 40), (2, 38), (10, 14), (11, 40), (15, 44), (15, 63)],
    ids=str,
)
def test_line_without_a_quotation(place: tuple[int, int]) -> None:
    assert not commentary(*place).quotations


INNER: dict[tuple[int, int], list[str | None]] = {
    (1, 38): ["軍高官", "軍高官"],
    (2, 25): ["ベルカ高官", "ベルカ高官", "シルダ外交筋"],
    (2, 29): ["政府関係者"],
    (2, 33): ["元役員"],
    (5, 10): [None],
    (6, 36): [None],
    (15, 9): ["シルダ軍関係者"],
    (15, 27): ["ベルカ政府筋", "ベルカ政府筋"],
    (16, 17): ["ミレア代表団"],
}


@pytest.mark.parametrize(("place", "speakers"), INNER.items(), ids=str)
def test_inner_speakers_are_those_a_reader_finds(place: tuple[int, int], speakers: list[str | None]) -> None:
    assert [quotation.speaker for quotation in spoken(*place, depth=1)] == speakers


TOPICS: dict[tuple[int, int], list[str]] = {
    (1, 21): ["荷役3分の2"],
    (2, 21): ["国際港湾裁判所", "3日目(雪のため夕方から)"],
    (2, 34): ["オルタ経由鉄道", "タンク車1200両", "月40万トン"],
    (3, 10): ["シルダ", "オルタ"],
    (3, 28): ["サヴィア", "トルナ", "訪問"],
    (8, 7): ["トルナ加盟：批准9か国", "賛成142"],
    (10, 14): ["ベルカシルダミレア", "運賃協定"],
    (10, 40): ["KT寄稿"],
    (11, 40): ["合唱", "ゴルノ", "1962年録音"],
    (15, 26): ["反対デモ", "2500人", "共同警備"],
    (16, 35): ["暫定措置"],
}


@pytest.mark.parametrize(("place", "expected"), TOPICS.items(), ids=str)
def test_topics_are_those_a_reader_finds(place: tuple[int, int], expected: list[str]) -> None:
    assert topics(*place) == expected


TAGS: dict[tuple[int, int], tuple[str, str | None]] = {
    (2, 22): ("LTO", "沿岸条約機構"),
    (2, 28): ("TP61", "通過条約"),
    (8, 7): ("LTO", "沿岸条約機構"),
    (8, 8): ("LTO", "沿岸条約機構"),
    (10, 24): ("LTO沿岸条約機構", None),
    (15, 7): ("LTO", "沿岸条約機構"),
    (15, 35): ("NFA", "北海漁業協定"),
}


@pytest.mark.parametrize(("place", "tag"), TAGS.items(), ids=str)
def test_tag_and_alias(place: tuple[int, int], tag: tuple[str, str | None]) -> None:
    assert [(each.name, each.alias) for each in commentary(*place).tags] == [tag]


STANDS_UNDER: dict[tuple[int, int], int | None] = {
    (2, 46): 39,
    (5, 2): None,
    (12, 2): 1,
    (12, 5): 4,
    (12, 6): 4,
    (15, 36): 28,
    (15, 46): 37,
    (16, 26): 18,
    (16, 34): 27,
}


@pytest.mark.parametrize(("place", "clip"), STANDS_UNDER.items(), ids=str)
def test_commentary_belongs_to_the_nearest_clip_above(place: tuple[int, int], clip: int | None) -> None:
    assert clip_line(place[0], commentary(*place).clip) == clip


# (document, line, quotation): status and the first line of the clip in which it is found.
EVIDENCE: dict[tuple[int, int, int], tuple[str, int | None]] = {
    (1, 8, 0): ("verbatim", 1),
    (1, 8, 1): ("altered", 1),
    (1, 9, 0): ("recast", 1),
    (1, 21, 0): ("altered", 10),
    (1, 29, 0): ("absent", None),
    (1, 48, 0): ("recast", 39),
    (1, 48, 1): ("verbatim", 1),
    (2, 46, 0): ("verbatim", 1),
    (3, 38, 0): ("recast", 31),
    (3, 38, 1): ("recast", 31),
    (9, 18, 1): ("absent", None),
    (12, 2, 0): ("altered", 1),
    (12, 5, 1): ("absent", None),
    (15, 7, 0): ("verbatim", 1),
    (15, 7, 1): ("recast", 1),
    (15, 25, 1): ("recast", 15),
    (15, 36, 0): ("verbatim", 10),
    (15, 46, 0): ("verbatim", 15),
    (16, 7, 0): ("altered", 1),
    (16, 7, 1): ("altered", 1),
    (16, 8, 0): ("altered", 1),
    (16, 9, 0): ("altered", 1),
    (16, 16, 0): ("altered", 10),
    (16, 16, 1): ("altered", 10),
    (16, 17, 0): ("absent", None),
    (16, 24, 0): ("altered", 18),
    (16, 24, 1): ("altered", 18),
    (16, 24, 2): ("altered", 18),
    (16, 25, 0): ("altered", 18),
    (16, 25, 2): ("absent", None),
    (16, 26, 0): ("verbatim", 1),
    (16, 33, 0): ("altered", 27),
    (16, 34, 1): ("verbatim", 10),
    (16, 35, 0): ("absent", None),
}


@pytest.mark.parametrize(("place", "expected"), EVIDENCE.items(), ids=str)
def test_evidence_is_as_composed(place: tuple[int, int, int], expected: tuple[str, int | None]) -> None:
    found = evidence(*place)
    assert (found.status, clip_line(place[0], found.clip)) == expected


def test_quotation_found_in_two_clips_has_one_alternative() -> None:
    found = evidence(16, 34, 0)
    assert found.status == "verbatim"
    assert clip_line(16, found.clip) in (1, 10)
    assert found.alternatives == 1


@pytest.mark.parametrize(
    ("place", "index", "framing"),
    [((1, 8), 0, "quoted"), ((1, 9), 0, "narrated"), ((16, 9), 0, "narrated"), ((16, 16), 0, "narrated"),
     ((5, 10), 0, "mixed")],
    ids=str,
)  # fmt: skip
def test_framing_is_that_of_the_clip(place: tuple[int, int], index: int, framing: str) -> None:
    assert evidence(*place, index).framing == framing


@pytest.mark.parametrize(
    ("place", "part"),
    [((1, 28, 0), ("delete", "、")), ((2, 7, 1), ("replace", "が", "は")), ((16, 25, 0), ("insert", "だけ"))],
    ids=str,
)
def test_diff_shows_the_change(place: tuple[int, int, int], part: tuple[str, ...]) -> None:
    diff = evidence(*place).diff
    assert diff
    assert part in diff


# (document, first line): headline, publisher, handle, date, link, inline tags.
CLIPS: dict[tuple[int, int], tuple[str | None, str | None, str | None, str | None, str | None, tuple[str, ...]]] = {
    (1, 1): (
        "シルダとオルタ ネレ海峡の通航めぐり協議始まる ミレアが仲介",
        "潮見放送ニュース", "shiomi_news", "2022-06-13", "https://t.co/yFhx7FvQe7", ("shiomi_news",),
    ),
    (1, 10): (
        "ネレ海峡 貨物船の待機長引く 船会社からは焦りの声",
        "潮見放送ニュース", "shiomi_news", "2022-06-14", "https://t.co/j2Bsj6YS3G", ("shiomi_news",),
    ),
    (1, 22): (
        "海上保険料、ネレ海峡で3倍に 再保険大手が料率引き上げ",
        "エーデル・ビジネス", "EdelBiz_JP", "2022-06-14", "https://t.co/w5yPV7iGXS", ("EdelBiz",),
    ),
    (2, 1): (
        "リンデン港の使用権巡り口頭弁論開始、国際港湾裁判所",
        "北洋通信", "HokuyoTsushin", "2023-11-20", "https://t.co/1GM0CjrtQw", (),
    ),
    (2, 10): (
        "港湾裁判所の3日目審理、降雪で夕方からに変更",
        "北洋通信", "HokuyoTsushin", "2023-11-22", "https://t.co/gE9dGO6h5z", (),
    ),
    (2, 12): (
        "港の鍵を武器にさせるな、暫定措置の発令を要請=ベルカ大統領",
        "北洋通信", "HokuyoTsushin", "2023-11-22", "https://t.co/pfwb9Pr9gb", (),
    ),
    (2, 39): (
        "港湾裁判所の審理終結(23日の動き)、シルダ「検査に政府関与せず」",
        "エーデル・ビジネス", "EdelBiz_JP", "2023-11-24", "https://t.co/c954crjBLu", (),
    ),
    (4, 1): (
        "【夜明け前の競り場から】",
        "風と潮(毎朝更新)@リンデン港🇸🇵", "kaze_to_shio", "2023-11-03", "pic.twitter.com/RIIA8AxaTR", (),
    ),
    (4, 21): (
        "The boats are back and the lamps are lit at the #Linden fish market tonight.",
        "The Linden Post (English Desk)", "LindenPost_en", None, "https://t.co/aj9vHZVf1N", ("Linden",),
    ),
    (4, 28): (
        "港に伝わる灯火の言い伝えの話を #夜の港便 で紹介しています。",
        "夜の港便/潮見放送ラジオ@毎週日曜", "yoru_minato", "2023-11-05", "https://t.co/5evSl61sjJ", ("夜の港便",),
    ),
    (6, 1): (
        "ケステン オルタ産石油の全面禁輸を発動 理事会の決議は否決",
        "潮見放送ニュース", "shiomi_news", "2023-02-06", "https://t.co/suPxw0AMR9", ("shiomi_news",),
    ),
    (6, 29): (
        "LTO、タンカー護衛の合同部隊を協議へ=事務総長",
        "北洋通信", "HokuyoTsushin", "2023-02-08", "https://t.co/54z5w3GMo0", (),
    ),
    (8, 1): (
        "トルナのLTO加盟 シルダ議会が批准 残るは2か国",
        "潮見放送ニュース", "shiomi_news", "2022-11-02", "https://t.co/XKtkXySzi9", ("shiomi_news",),
    ),
    (8, 9): (
        "オルタ「対抗措置を準備」 トルナ国境に新たな部隊",
        "潮見放送ニュース", "shiomi_news", "2022-11-03", "https://t.co/4w8qbsIMfE", ("shiomi_news",),
    ),
    (8, 17): (
        "LTO、加盟国の弾薬共同備蓄で合意 倉庫は沿岸3カ所",
        "北洋通信", "HokuyoTsushin", "2022-11-04", "https://t.co/jtEk6bI7MH", (),
    ),
    (9, 4): (None, None, None, None, None, ()),
    (9, 20): (None, None, None, None, None, ()),
    (9, 34): (None, None, None, None, None, ()),
    (10, 4): (None, None, None, None, None, ()),
    (11, 6): ("【氷海航路の通航料、5年ぶり引き上げへ】", None, None, None, None, ()),
    (11, 24): ("【港の封鎖は計画していない=オルガ報道官】", None, None, None, None, ()),
    (12, 1): (
        "ベルカ大統領 閣僚の半数を交代 物価高で支持率低迷",
        "潮見放送ニュース", "shiomi_news", "2023-01-18", "https://t.co/rRjorQf1uz", ("shiomi_news",),
    ),
    (12, 4): (
        "ケステン国務長官 凍結資産の活用に前向き「まず港の復旧に」",
        "潮見放送ニュース", "shiomi_news", "2023-01-20", "https://t.co/LN0pLalxsM", ("shiomi_news",),
    ),
    (12, 7): (
        "ミレア造船大手、砕氷型タンカー6隻を受注へ=関係者",
        "エーデル・ビジネス", "EdelBiz_JP", "2023-01-21", "https://t.co/QVo3oz8pYY", (),
    ),
    (13, 1): (None, None, None, None, None, ()),
    (14, 3): (
        "【港湾警備】LTO9か国、リンデン港に「共同監視隊」常駐で合意!ケステンは衛星情報の提供へ",
        None, None, None, None, (),
    ),
    (15, 1): (
        "【詳細】沿岸条約機構の首脳会議 12カ国の首脳らが現地入り 8日の動き",
        "北洋通信", "HokuyoTsushin", "2023-11-07", "https://t.co/VVAdWz8IkG", (),
    ),
    (15, 28): (
        "「内海を囲い込む計画は行き詰まる」 オルタ大統領がLTO批判",
        "北洋通信", "HokuyoTsushin", "2023-11-09", "https://t.co/XpcEJWbiZZ", (),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("place", "expected"), CLIPS.items(), ids=str)
def test_clip_has_the_fields_of_its_lines(
    place: tuple[int, int],
    expected: tuple[str | None, str | None, str | None, str | None, str | None, tuple[str, ...]],
) -> None:
    clip = clip_at(*place)
    assert (clip.headline, clip.publisher, clip.handle, clip.date, clip.url, clip.inline_tags) == expected


CLIP_STARTS = {
    1: [1, 10, 22, 30, 39],
    2: [1, 10, 12, 39],
    3: [1, 11, 20, 31],
    4: [1, 12, 21, 28, 34],
    5: [3, 11, 24, 29, 37],
    6: [1, 9, 15, 23, 29, 37],
    7: [1, 9, 15],
    8: [1, 9, 17],
    9: [4, 20, 34],
    10: [4, 16, 30, 48],
    11: [6, 24, 48, 64],
    12: [1, 3, 4, 7],
    13: [1],
    14: [3],
    15: [1, 10, 15, 28, 37, 47, 52, 57],
    16: [1, 10, 18, 27],
}


@pytest.mark.parametrize(("number", "starts"), CLIP_STARTS.items(), ids=str)
def test_clips_begin_where_their_news_begin(number: int, starts: list[int]) -> None:
    assert [line_of(seed(number), clip.span.start) for clip in seed(number).clips] == starts


BODIES = {
    (2, 10): [],
    (4, 1): [3, 4, 5, 6, 7, 8, 9],
    (4, 21): [23, 25, 26],
    (4, 28): [30, 31],
    (5, 11): [13, 14, 15, 16, 19],
    (5, 29): [31, 33, 34],
    (5, 37): [39, 40, 41, 42],
    (1, 39): [41, 42, 43, 44, 45, 46],
    (11, 6): [8, 10, 12, 14],
    (13, 1): [1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25],
    (14, 3): [9, 11, 13, 15, 17, 19],
    (15, 15): [17, 18, 19, 20, 21, 22, 23],
}


@pytest.mark.parametrize(("place", "lines"), BODIES.items(), ids=str)
def test_body_holds_the_lines_of_its_clip_once(place: tuple[int, int], lines: list[int]) -> None:
    assert body_lines(*place) == lines


def test_card_body_is_the_text_behind_its_attribution() -> None:
    body = clip_at(12, 1).body
    assert body.startswith("ベルカ共和国のケルナー大統領は18日")
    assert body.endswith("引き続き…")


REPEATS = {
    5: {17: 15, 18: 16, 32: 7},
    13: {17: 13, 18: 14, 19: 15, 20: 16, 26: 23, 27: 24, 28: 25},
    14: {46: 32, 47: 33, 57: 32, 58: 33},
}


@pytest.mark.parametrize(("number", "repeats"), REPEATS.items(), ids=str)
def test_repeated_lines_name_their_first(number: int, repeats: dict[int, int]) -> None:
    document = seed(number)
    found = {
        line_of(document, block.start): line_of(document, block.repeat_of)
        for block in document.blocks
        if block.repeat_of is not None and block.kind in ("paragraph", "boilerplate")
    }
    assert repeats.items() <= found.items()


def test_near_duplicate_is_no_repeat() -> None:
    document = seed(5)
    assert [block.repeat_of for block in document.blocks if line_of(document, block.start) == 40] == [None]


def test_portal_page_has_an_article_and_nothing_but_boilerplate_around_it() -> None:
    kinds = {line: kinds_at(seed(14), line) for line in range(1, 109)}
    outside = [kind for line, each in kinds.items() if line != 3 and not 9 <= line <= 19 for kind in each]
    assert set(outside) == {"boilerplate", "blank"}


DOCUMENT_TAGS = {
    1: ("対内海戦", "LTOenlargement", "反オルタ"),
    4: ("潮灯録",),
    5: ("LTOenlargement", "反オルタ", "対内海戦", "鉄塩環"),
    6: (),
    8: ("LTOenlargement", "反オルタ"),
    9: ("LTOenlargement", "反オルタ", "対内海戦"),
    11: ("鉄塩環", "反オルタ", "対内海戦", "LTOenlargement"),
    13: (),
    14: (),
}


@pytest.mark.parametrize(("number", "tags"), DOCUMENT_TAGS.items(), ids=str)
def test_document_tags_are_listed_once_in_order(number: int, tags: tuple[str, ...]) -> None:
    assert seed(number).document_tags == tags


def test_unclosed_quotation_ends_with_its_line() -> None:
    assert spoken(10, 26)[0].text.startswith("塩を運ぶというのは口実で")
    assert "\n" not in spoken(10, 26)[0].text


def test_quotation_cut_by_the_end_of_the_text_extends_to_it() -> None:
    assert spoken(6, 43)[1].end == len(seed(6).text)


@pytest.mark.parametrize(("line", "ending"), [(38, "権利ではない」"), (42, "2割を超える」")])
def test_body_without_closing_bracket_extends_to_the_line_end(line: int, ending: str) -> None:
    body = commentary(10, line).body
    assert body
    assert body.endswith(ending)


def test_body_ends_at_the_last_bracket_of_the_line() -> None:
    body = commentary(8, 8).body
    assert body
    assert body.endswith("残り：ミレア（採決12月）、ケステン")


@pytest.mark.parametrize("number", [7, 13, 14])
def test_document_without_commentary(number: int) -> None:
    assert not seed(number).commentary


def test_cut_after_an_opening_quote_makes_no_quotation() -> None:
    document = seed(10)
    assert document.text.endswith("「")
    assert document.commentary[-1].line == 42


SENTENCE_END = re.compile("[。\n]")
FORM_LINES = frozenset(("link", "attribution", "document_tags", "boilerplate", "blank"))


def sentences(document: Parse) -> set[str]:
    words = (document.text[each.start : each.end] for each in document.blocks if each.kind not in FORM_LINES)
    return {part.strip() for text in words for part in SENTENCE_END.split(text) if len(part.strip()) >= 12}


def test_no_two_documents_share_a_sentence() -> None:
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(SEEDS.glob("*.txt")):
        for sentence in sentences(read(path.name)):
            holders[sentence].append(path.name)
    assert {sentence: files for sentence, files in holders.items() if len(files) > 1} == {}


def runs(text: str, length: int = 30) -> set[str]:
    return {text[at : at + length] for at in range(len(text) - length + 1)}


@pytest.mark.skipif(not CORPUS, reason="ANNOTATOR_CORPUS names no folder of real documents")
def test_seeds_have_no_text_of_real_documents() -> None:
    real = [read_source(path.read_bytes()).text for path in sorted(Path(str(CORPUS)).glob("*.txt"))]
    theirs = {run for text in real for run in runs(text)}
    assert theirs
    ours = {run for path in SEEDS.glob("*.txt") for run in runs(read(path.name).text)}
    assert not ours & theirs
