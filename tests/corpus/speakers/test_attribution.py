"""Speakers of quotations, and brackets that are no speech: each ambiguity of the grammar, with composed names."""

import pytest

from annotator.corpus.model import Commentary
from annotator.corpus.parse import parse


def read(body: str, prose: str = "港は静かです。") -> Commentary:
    text = f"海の話 https://t.co/A1\n— 風 (@kaze) 2022年1月31日\n{prose}\n#海({body})"
    return parse(text).commentary[0]


def said(body: str, prose: str = "港は静かです。") -> list[tuple[str | None, str]]:
    return [(each.speaker, each.text) for each in read(body, prose).quotations if each.depth == 0]


def inner(body: str) -> list[tuple[str | None, str]]:
    return [(each.speaker, each.text) for each in read(body).quotations if each.depth == 1]


def topics(body: str, prose: str = "港は静かです。") -> list[str]:
    return [each.text for each in read(body, prose).segments if "「" not in each.text]


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("元外交官チェスター・ヘイル「港は開く」", "元外交官チェスター・ヘイル"),
        ("宇ミリナ・カロヴァ駐米大使「港は開く」", "宇ミリナ・カロヴァ駐米大使"),
        ("会談・起草者ウルバン・ケスラー「港は開く」", "起草者ウルバン・ケスラー"),
        ("リンデン・ポスト「港は開く」", "リンデン・ポスト"),
        ("ワシントン・ポスト「港は開く」", "ワシントン・ポスト"),
        ("モスクワ・タイムズ「港は開く」", "モスクワ・タイムズ"),
    ],
)
def test_dot_inside_a_name(body: str, speaker: str) -> None:
    assert said(body) == [(speaker, "港は開く")]


@pytest.mark.parametrize(
    ("body", "first", "speaker"),
    [
        ("フアン・カルロス・ベガ外相「港は開く」", [], "フアン・カルロス・ベガ外相"),
        ("霧・フアン・カルロス・ベガ外相「港は開く」", ["霧"], "フアン・カルロス・ベガ外相"),
        ("フランス・カルロス・ベガ外相「港は開く」", ["フランス"], "カルロス・ベガ外相"),
        ("ドローン・カルロス・ベガ外相「港は開く」", ["ドローン"], "カルロス・ベガ外相"),
        ("フアン社・カルロス・ベガ外相「港は開く」", ["フアン社"], "カルロス・ベガ外相"),
        ("霧(朝)・フアン・カルロス・ベガ外相「港は開く」", ["霧(朝)"], "フアン・カルロス・ベガ外相"),
        ("霧・マヌエル・デ・ラ・トーレ教授「港は開く」", ["霧"], "マヌエル・デ・ラ・トーレ教授"),
        ("霧・ジョン・F・ノード元首相「港は開く」", ["霧"], "ジョン・F・ノード元首相"),
        ("E・ノード元首相「港は開く」", [], "E・ノード元首相"),
        ("ルミナ・セグロ・コルヴェ・ベガ外相「港は開く」", ["ルミナ", "セグロ"], "コルヴェ・ベガ外相"),
        ("フアン・デ・ラ・カルロス・ベガ外相「港は開く」", [], "フアン・デ・ラ・カルロス・ベガ外相"),
        ("X・ノード元首相「港は開く」", ["X"], "ノード元首相"),
        ("EU・ノード元首相「港は開く」", ["EU"], "ノード元首相"),
    ],
)
def test_two_dots_inside_a_name(body: str, first: list[str], speaker: str) -> None:
    assert topics(body) == first
    assert said(body) == [(speaker, "港は開く")]


def test_topic_that_occurs_alone_begins_no_longer_name() -> None:
    assert topics("シルダ・カルロス・ベガ外相「港は開く」", "シルダは港を開きました。") == ["シルダ"]


def test_dot_inside_the_name_of_a_paper_whose_town_is_named_elsewhere() -> None:
    prose = "リンデンの港は静かです。"
    assert said("リンデン・ポスト「港は開く」", prose) == [("リンデン・ポスト", "港は開く")]


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("EU・フォンテーヌ委員長・訪問・ミロナ「港は開く」", ["EU", "フォンテーヌ委員長", "訪問"]),
        ("ウクライナ・ミロナ大統領「港は開く」", ["ウクライナ"]),
        ("ポーランド・ドイツ・ミロナ外相「港は開く」", ["ポーランド", "ドイツ"]),
        ("対ロシア・ミロナ外相「港は開く」", ["対ロシア"]),
        ("サウジ・ミロナ外相「港は開く」", ["サウジ"]),
        ("ガザ・ハマス・ミロナ報道官「港は開く」", ["ガザ", "ハマス"]),
        ("モスクワ・ミロナ「港は開く」", ["モスクワ"]),
    ],
)
def test_dot_between_a_topic_and_a_speaker(body: str, before: list[str]) -> None:
    assert topics(body) == before
    assert str(said(body)[0][0]).startswith("ミロナ")


def test_topic_that_occurs_alone_is_no_given_name() -> None:
    assert topics("シルダ・ロンゲ国防相「港は開く」") == []
    assert said("シルダ・ロンゲ国防相「港は開く」", "シルダは港を開きました。") == [
        ("ロンゲ国防相", "港は開く")
    ]


def test_amount_of_money_before_a_speaker_is_no_given_name() -> None:
    assert said("補修費3億1000万マルク・ハイゼ外相「港は開く」") == [("ハイゼ外相", "港は開く")]


def test_dot_in_a_name_has_a_diagnostic() -> None:
    text = "#海(元外交官チェスター・ヘイル「港は開く」)"
    assert "dot-in-name" in {each.code for each in parse(text).diagnostics}


@pytest.mark.parametrize("body", ["ノルデン・リー社・霧「港は開く」", "霧・ノルデン・リー「港は開く」・風"])
def test_name_that_an_article_writes_with_a_dot_is_one(body: str) -> None:
    prose = "再保険大手ノルデン・リーとノルデンの港。"
    assert len(read(body, prose).segments) == body.count("・")


def test_name_of_four_words_is_one_where_an_article_has_it() -> None:
    prose = "ルミナ・セグロ・コルヴェ・ベガ外相が港を開きました。"
    name = "ルミナ・セグロ・コルヴェ・ベガ外相"
    assert said(f"霧・{name}「港は開く」", prose) == [(name, "港は開く")]


def test_name_of_a_ship_holds_its_dot() -> None:
    assert topics("貨物船ノルテ・エストレ号・霧") == ["貨物船ノルテ・エストレ号", "霧"]
    assert topics("ノルテ・エストレ号・霧") == ["ノルテ", "エストレ号", "霧"]


def test_two_words_that_no_article_joins_are_two_topics() -> None:
    assert topics("ベルカ・シルダ・霧", "ベルカとシルダ。") == ["ベルカ", "シルダ", "霧"]


def test_country_is_no_part_of_a_dotted_name() -> None:
    assert topics("ロシア・オルタ・霧", "ロシア・オルタ両国。") == ["ロシア", "オルタ", "霧"]


@pytest.mark.parametrize(
    "between", ["と述べつつ", "としたうえで", "と語り、", "などと主張して", "と説明する一方"]
)
def test_who_speaks_on_after_a_verb_of_saying_is_the_same(between: str) -> None:
    assert said(f"外相「港は開く」{between}「船も出る」") == [("外相", "港は開く"), ("外相", "船も出る")]


@pytest.mark.parametrize(
    "between", ["と述べた報道官", "と語った報道官", "と話した報道官", "と報道官", "報道官"]
)
def test_who_is_named_between_two_quotations_speaks_next(between: str) -> None:
    assert said(f"外相「港は開く」{between}「船も出る」") == [("外相", "港は開く"), ("報道官", "船も出る")]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [("値上げ:社長", "社長"), ("値上げ：社長", "社長"), ("10:30", "10:30"), ("報道官:", "報道官")],
)
def test_colon_separates_a_topic_from_a_speaker(before: str, speaker: str) -> None:
    assert said(f"{before}「港は開く」") == [(speaker, "港は開く")]


@pytest.mark.parametrize("joint", ["は", "が", "も", "によると", "によれば", "、"])
def test_particle_before_a_quotation_is_no_part_of_the_speaker(joint: str) -> None:
    assert said(f"海軍筋{joint}「港は開く」") == [("海軍筋", "港は開く")]


@pytest.mark.parametrize("name", ["子ども", "まもる", "とりで", "こはる"])
def test_name_that_ends_or_begins_like_a_particle_is_not_cut(name: str) -> None:
    assert said(f"{name}「港は開く」") == [(name, "港は開く")]


@pytest.mark.parametrize("aside", ["(時報)", "（時報）", "!", "？", "→撤回", "、霧"])
def test_short_quotation_before_an_aside_is_speech(aside: str) -> None:
    assert said(f"外相「完全な勝利」{aside}・霧") == [("外相", "完全な勝利")]


@pytest.mark.parametrize("joint", ["と", "や", "、", "→", "⇒", "と述べた", "などと述べた"])
def test_connector_before_the_next_speaker_is_no_part_of_the_name(joint: str) -> None:
    assert said(f"外相「港は開く」{joint}首相「まだ早い」") == [("外相", "港は開く"), ("首相", "まだ早い")]


@pytest.mark.parametrize("topic", ["ドローン", "5000人デモ", "無人ミサイル", "ビデオメッセージ"])
def test_common_noun_before_a_dot_is_no_given_name(topic: str) -> None:
    assert topics(f"{topic}・ミロナ外相「港は開く」") == [topic]


def test_short_quotation_of_an_organisation_is_speech() -> None:
    assert said("主催団体「小さな一歩」") == [("主催団体", "小さな一歩")]


@pytest.mark.parametrize("particle", ["ではなく", "から", "より", "を"])
def test_particle_between_two_brackets_is_no_speaker(particle: str) -> None:
    assert said(f"「港は開く」{particle}「港は閉じる」") == [(None, "港は開く"), (None, "港は閉じる")]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("ベガ首相、鐘の返還要求", "ベガ首相"),
        ("会談:ベガ首相、鐘の返還要求", "ベガ首相"),
        ("ドルマ商会アナリスト、ピア・ノード", "ドルマ商会アナリスト、ピア・ノード"),
        ("ベガ首相、ロンゲ国防相", "ベガ首相、ロンゲ国防相"),
        ("港、ベガ首相", "港、ベガ首相"),
    ],
)
def test_comma_separates_a_speaker_from_a_topic(before: str, speaker: str) -> None:
    assert said(f"{before}「港は開く」") == [(speaker, "港は開く")]


def test_answer_in_a_poll_is_a_quotation() -> None:
    assert said("世論調査「改革は必要」63%・世論調査「改革」の質問") == [("世論調査", "改革は必要")]


def test_text_between_two_quotations_is_a_new_speaker() -> None:
    assert said("外相「港は開く」報道官「まだ早い」") == [("外相", "港は開く"), ("報道官", "まだ早い")]


def test_adjacent_quotations_have_one_speaker() -> None:
    assert said("外相「港は開く」「船も出る」") == [("外相", "港は開く"), ("外相", "船も出る")]


def test_dot_between_two_quotations_ends_the_speaker() -> None:
    assert said("外相「港は開く」・「船も出る」") == [("外相", "港は開く"), (None, "船も出る")]


def test_quotation_without_text_before_it_has_no_speaker() -> None:
    assert said("暫定措置・「期限内に果たされたのは3件」") == [(None, "期限内に果たされたのは3件")]


@pytest.mark.parametrize("speaker", ["WP", "TIME", "J_Sato", "ウク政府", "首脳宣言", "kaze_to_shio", "第4条"])
def test_papers_accounts_and_documents_speak(speaker: str) -> None:
    assert said(f"{speaker}「港は開く」") == [(speaker, "港は開く")]


@pytest.mark.parametrize(
    "body",
    [
        "港・「枯渇」しつつある",
        "「想定外」とは言えない",
        "首相の「遊び場」と化した北部",
        "「塩の道」と呼ばれる",
        "「節約」では済まなくなった",
        "「共食い」で動かしているのは明らか",
        "「節約」ではなく「貯金」が増えた",
        "「岬の誓い」朗読",
        "「港を返せ」集会・12都市",
    ],
)
def test_stress_is_no_quotation(body: str) -> None:
    assert said(body) == []


def test_stress_stays_in_its_segment() -> None:
    assert [each.text for each in read("港・「枯渇」しつつある").segments] == ["港", "「枯渇」しつつある"]


@pytest.mark.parametrize("tail", ["と通告", "と議会で約束", "と発言"])
def test_verb_of_saying_behind_a_bracket_makes_it_speech(tail: str) -> None:
    assert said(f"外相「港は開く」{tail}・灯台") == [("外相", "港は開く")]


@pytest.mark.parametrize(
    "body",
    [
        "冬祭り「夜明けの帆」・中止",
        "冬季演習「白い防波堤」・艦艇14隻",
        "災害訓練「青い堰」",
        "書名「凪の三十年」",
        "タンカー「南の約束」・船長",
        "客船「岬の願い」・船長",
        "夜のラジオ講座「星の算数」",
    ],
)
def test_name_of_a_thing_is_no_quotation(body: str) -> None:
    assert said(body) == []


@pytest.mark.parametrize(
    "body", ["市長の「新しい海図」", "市長の「新しい海図」・霧", "市長の「霧の海図」(新版)"]
)
def test_bracket_behind_a_possessive_is_no_speech(body: str) -> None:
    assert said(body) == []


def test_who_is_joined_to_a_sentence_by_a_possessive_speaks() -> None:
    assert said("市長の「港を開く」発言「霧だ」") == [("市長", "港を開く"), ("発言", "霧だ")]


@pytest.mark.parametrize(
    "body",
    ["「白鷺17」船長「港は開く」", "霧・「白鷺17」船長「港は開く」", "「朝の党」船長「港は開く」"],
)
def test_name_of_a_thing_before_who_speaks_is_no_quotation(body: str) -> None:
    assert said(body) == [("船長", "港は開く")]


@pytest.mark.parametrize(
    "body",
    [
        "「港を返せ」漁協「港は開く」",
        "首相「全面勝利」船長「港は開く」",
        "「全面勝利」「港は開く」",
        "「全面勝利」や「港は開く」",
    ],
)
def test_quotation_before_the_next_speaker_is_speech(body: str) -> None:
    assert len(said(body)) == 2


def diagnostics(body: str) -> list[tuple[str, int]]:
    """Return the codes of the diagnostics, each with its position in the body."""
    text = f"#海({body})"
    return [(each.code, each.column - 4) for each in parse(text).diagnostics if each.code != "no-clip-above"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("港・「枯渇」しつつある", [("bracket-not-speech", 2)]),
        ("冬祭り「夜明けの帆」", [("bracket-not-speech", 3)]),
        ("『夜明けの帆』(記録映画)", [("bracket-not-speech", 0)]),
        ("首相「全面勝利」", [("speech-or-name", 2)]),
        ("首相「全面的に勝つ」", []),
        ("週刊ランタン「ノルヴァ大統領府元顧問グレーテ・オーム」", [("speech-or-name", 6)]),
        ("週刊ランタン「ノルヴァ大統領府元顧問グレーテ・オーム」に疑惑", [("speech-or-name", 6)]),
        ("週刊ランタン「ノルヴァ大統領府の元顧問オームは」", []),
        ("週刊ランタン「ノルヴァ大統領府元顧問オーム、辞任」", []),
        ("週刊ランタン「SEARCH for the 鐘撞堂守グレーテ・オーム」", []),
        ("週刊ランタン「" + "鐘" * 31 + "」", []),
        ("首相「」", []),
        ("外相「港は開く」首相「まだ早い」", [("speaker-without-dot", 10)]),
        ("外相「港は開く」と述べつつ「まだ早い」", []),
        ("「白鷺17」船長「港は開く」", [("bracket-not-speech", 0), ("speaker-without-dot", 8)]),
        ("フアン・カルロス・ベガ外相「港は開く」", [("dot-in-name", 3), ("dot-in-name", 8)]),
    ],
)
@pytest.mark.parametrize("tail", ["", "・(霧)"], ids=["simple", "any"])
def test_ambiguous_bracket_has_a_diagnostic(body: str, expected: list[tuple[str, int]], tail: str) -> None:
    assert diagnostics(body + tail) == expected


def test_misplaced_bracket_is_read_as_written() -> None:
    body = "週刊誌ランタン「元幹部グレーテ・オーム」・転売を徴発になぞらえた"
    assert said(body) == [("週刊誌ランタン", "元幹部グレーテ・オーム")]
    assert topics(body) == ["転売を徴発になぞらえた"]


def test_paraphrase_counts_as_quotation() -> None:
    assert said("外相「港を閉じるという考えを否定」") == [("外相", "港を閉じるという考えを否定")]


def test_inner_speaker() -> None:
    assert said("KT「外交筋『港は開く』」") == [("KT", "外交筋『港は開く』")]
    assert inner("KT「外交筋『港は開く』」") == [("外交筋", "港は開く")]


def test_adjacent_nested_quotations_have_one_speaker() -> None:
    assert inner("KT「外交筋『港は開く』『船も出る』」") == [("外交筋", "港は開く"), ("外交筋", "船も出る")]


def test_second_inner_speaker() -> None:
    assert inner("KT「外交筋『港は開く』」「高官『船も出る』」") == [
        ("外交筋", "港は開く"),
        ("高官", "船も出る"),
    ]


@pytest.mark.parametrize(
    "body", ["KT「『港は開く』の一言に慌てた」", "外相「氏の『港は開く』との指摘は奇妙だ」"]
)
def test_cited_phrase_has_no_speaker(body: str) -> None:
    assert inner(body) == [(None, "港は開く")]


def test_speaker_begins_behind_a_round_bracket() -> None:
    assert said("3日目(雪のため夕方から)・外相「港は開く」") == [("外相", "港は開く")]


def test_nested_speaker_may_have_a_particle() -> None:
    assert inner("時報「秘書は『鐘が鳴った』と述べ『窓も開いた』と認めた」") == [
        ("秘書", "鐘が鳴った"),
        ("秘書", "窓も開いた"),
    ]
    assert inner("外相「国民は『氷の音』を忘れない」") == [(None, "氷の音")]
