"""Parsing one commentary line, also with characters lost."""

import pytest

from annotator.corpus.grammar.commentary import CommentaryLine, parse_commentary, parse_tag_line
from annotator.corpus.grammar.diagnostics import Diagnostic, DiagnosticCollector
from annotator.corpus.model import Tag
from annotator.corpus.span import Span
from annotator.corpus.speakers.katakana_names import DocumentLexicon

BEFORE = "港は静かです。\n"


def read(line: str, after: str = "") -> tuple[CommentaryLine, tuple[Diagnostic, ...], str]:
    """Return the parsed line, its diagnostics, and the text."""
    text = f"{BEFORE}{line}{after}"
    diagnostics = DiagnosticCollector()
    found = parse_commentary(
        text, Span(len(BEFORE), len(BEFORE) + len(line)), DocumentLexicon(text), diagnostics
    )
    return found, diagnostics.located([0, len(BEFORE)]), text


def body(line: str) -> str:
    found, _, text = read(line)
    return found.body.of(text)


def said(line: str, after: str = "") -> list[tuple[str | None, str]]:
    found, _, text = read(line, after)
    return [(each.speaker, each.span.of(text)) for each in found.quotations]


def segments(line: str) -> list[str]:
    return [each.text for each in read(line)[0].segments]


def codes(line: str) -> list[str]:
    return [each.code for each in read(line)[1]]


def messages(line: str) -> list[str]:
    return [each.message for each in read(line)[1]]


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("#海(港)", (Tag("海"),)),
        ("#CFE=欧州条約(港)", (Tag("CFE", "欧州条約"),)),
        ("＃CFE＝欧州条約（港）", (Tag("CFE", "欧州条約"),)),
        ("#海#CFE=欧州条約(港)", (Tag("海"), Tag("CFE", "欧州条約"))),
        ("#海(CFE=欧州条約)", (Tag("海"),)),
        ("#CFE欧州条約(港)", (Tag("CFE欧州条約"),)),
    ],
)
def test_tags(line: str, tags: tuple[Tag, ...]) -> None:
    assert read(line)[0].tags == tags


@pytest.mark.parametrize(
    ("line", "tag", "text"),
    [
        (
            "#ヴェル・ドルマ会談(首相「港は開く」・霧(朝))",
            ("ヴェル・ドルマ会談", None),
            "首相「港は開く」・霧(朝)",
        ),
        ("#LTO・港=海の会議(霧・雪)", ("LTO・港", "海の会議"), "霧・雪"),
        (
            "#塩の鉄道・貨車(3両)・鉄道庁「部品が止まる」)",
            ("塩の鉄道", None),
            "・貨車(3両)・鉄道庁「部品が止まる」",
        ),
        ("#塩の鉄道・貨車(3両", ("塩の鉄道", None), "・貨車(3両"),
    ],
)
def test_tag_holds_dots_where_the_bracket_behind_them_closes_at_the_end(
    line: str, tag: tuple[str, str | None], text: str
) -> None:
    assert read(line)[0].tags == (Tag(*tag),)
    assert body(line) == text


def test_tags_of_a_tag_line() -> None:
    assert parse_tag_line("#反オルタ＃対内海戦") == ["反オルタ", "対内海戦"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("#海(港・灯台)", "港・灯台"),
        ("＃海（港・灯台）", "港・灯台"),
        ("#海(3日目(雪のため夕方から)・港)", "3日目(雪のため夕方から)・港"),
        ("#海(港・残り(12月))", "港・残り(12月)"),
        ("#海(港・灯台", "港・灯台"),
        ("#海(港(夕方)・灯台", "港(夕方)・灯台"),
        ("#海(港・灯台) ", "港・灯台"),
        ("#海()", ""),
        ("#海(", ""),
    ],
)
def test_body_extends_to_the_last_bracket_of_the_line(line: str, expected: str) -> None:
    assert body(line) == expected


def test_segments_are_separated_by_outer_dots_only() -> None:
    assert segments("#海(港・外相「船・灯台」・3日目(雪・霧))") == ["港", "外相「船・灯台」", "3日目(雪・霧)"]


def test_empty_segments_are_left_out() -> None:
    assert segments("#海(港・・灯台)") == ["港", "灯台"]


def test_equals_sign_in_a_body_is_no_separator() -> None:
    assert segments("#海(CFE=欧州条約・港)") == ["CFE=欧州条約", "港"]


def test_complete_line_has_no_diagnostic() -> None:
    assert codes("#海(港・外相「船が出る」)") == []


def test_quotation_without_opening_bracket_begins_behind_the_speaker_s_title() -> None:
    line = "#海(首相「道は政治の材料にならない」・ノルヴァ大統領幅がそろえば港を選べる」・kaze_1霧が晴れた」・港)"
    assert said(line) == [
        ("首相", "道は政治の材料にならない"),
        ("ノルヴァ大統領", "幅がそろえば港を選べる"),
        ("kaze_1", "霧が晴れた"),
    ]
    assert len(segments(line)) == 4
    assert codes(line) == ["surplus-bracket"] * 2
    assert [each.split("; ")[1] for each in messages(line)] == [
        "its opening one may be lost: 11 characters before it are read as said",
        "its opening one may be lost: 5 characters before it are read as said",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "港は開く」と約束",
        "首相が港を開く」",
        "首相の決断」",
        "大統領府港湾部」の見方",
        "首相府」",
        "(首相港は開く」)",
    ],
)
def test_no_quotation_without_opening_bracket_and_title(body: str) -> None:
    assert said(f"#海({body}・霧)") == []
    assert codes(f"#海({body}・霧)") == ["surplus-bracket"]
    assert messages(f"#海({body}・霧)") == ["this bracket closes nothing; it is passed over"]


@pytest.mark.parametrize(
    "who", ["ノルヴァ外相", "ハルト報道調整官", "ドルマ大公", "オルデ船長", "リンデ村長", "弁護団"]
)
def test_quotation_without_opening_bracket_begins_behind_any_title(who: str) -> None:
    assert said(f"#海({who}参加した船を守る」・霧)") == [(who, "参加した船を守る")]


@pytest.mark.parametrize("before", ["国防相手国", "首相夫人", "記者会見場"])
def test_word_that_begins_like_a_title_is_none(before: str) -> None:
    assert said(f"#海({before}参加した船を守る」・霧)") == []


def test_bracket_behind_the_body_is_no_part_of_it() -> None:
    assert body("#海(港(朝)・霧)(2月19日)") == "港(朝)・霧"
    assert codes("#海(港)(2月19日)") == ["text-after-body"]
    assert body("#海(港(朝)(夕))") == "港(朝)(夕)"


def test_tag_without_bracket_ends_as_in_another_line() -> None:
    found, diagnostics, text = read("#塩の鉄道OZD・貨車停止)", "\n#塩(海)\n#塩の鉄道(港)")
    assert ([tag.name for tag in found.tags], found.body and found.body.of(text)) == (
        ["塩の鉄道"],
        "OZD・貨車停止",
    )
    assert [each.code for each in diagnostics] == ["lost-opening-bracket"]


def test_alias_without_bracket_ends_as_in_another_line() -> None:
    line = "#NFA=漁業協定事務局「霧が晴れた」)"
    assert said(line, "\n#NFA=漁業協定(港)") == [("事務局", "霧が晴れた")]
    assert said(line, "\n#NFA(港)") == [(None, "霧が晴れた")]


def test_lost_closing_quote_ends_with_its_body() -> None:
    line = "#海(書記「運ばれるのは兵士だ)"
    assert said(line) == [("書記", "運ばれるのは兵士だ")]
    assert messages(line) == ["this bracket is never closed; 9 characters behind it are read as its words"]


def test_lost_closing_quote_ends_before_the_next_speaker() -> None:
    assert said("#海(書記「運ばれるのは兵士だ・外相「港は開く」)") == [
        ("書記", "運ばれるのは兵士だ"),
        ("外相", "港は開く"),
    ]


def test_lost_closing_quote_does_not_swallow_the_next_line() -> None:
    after = "\n外相は「港は開く」と述べました。"
    assert said("#海(書記「運ばれるのは兵士だ)", after) == [("書記", "運ばれるのは兵士だ")]


def test_lost_opening_bracket() -> None:
    line = "#海OZD・貨車・鉄道庁「部品が止まる」)"
    assert said(line) == [("鉄道庁", "部品が止まる")]
    assert "lost-opening-bracket" in codes(line)


def test_lost_closing_bracket_after_a_quotation() -> None:
    line = "#海(港・週刊誌「値上げは2割だ」"
    assert body(line) == "港・週刊誌「値上げは2割だ」"
    assert codes(line) == ["unclosed-bracket"]


def test_lost_dot_leaves_one_topic() -> None:
    assert segments("#海(ベルカシルダミレア・運賃)") == ["ベルカシルダミレア", "運賃"]


def test_separators_and_closing_bracket_lost_at_once() -> None:
    line = "#裁判(港湾裁判所判決外相「条約に反する」大使「通行は拒めない」"
    assert said(line) == [("港湾裁判所判決外相", "条約に反する"), ("大使", "通行は拒めない")]


def test_cut_quotation_extends_to_the_end_of_the_text() -> None:
    assert said("#海(首相「道を敷くまでだ」・外相「来月には2つの") == [
        ("首相", "道を敷くまでだ"),
        ("外相", "来月には2つの"),
    ]


def test_cut_nested_quotation_keeps_the_outer_one() -> None:
    found, _, text = read("#海(KT「外交筋『港は開く』『船も")
    assert [(each.depth, each.span.of(text)) for each in found.quotations] == [
        (0, "外交筋『港は開く』『船も"),
        (1, "港は開く"),
        (1, "船も"),
    ]


def test_opening_bracket_at_the_end_is_no_quotation() -> None:
    assert [words for _, words in said("#海(首相「道を敷くまでだ」・外相「")] == ["道を敷くまでだ"]


def test_text_behind_the_body_has_a_diagnostic() -> None:
    line = "#海(港・灯台)と船"
    assert body(line) == "港・灯台"
    assert codes(line) == ["text-after-body"]


def test_nested_quotations_have_depths_and_parents() -> None:
    found, _, _ = read("#海(KT「外交筋『高官「港は開く」と言う』」)")
    assert [each.depth for each in found.quotations] == [0, 1, 2]
    assert [each.parent for each in found.quotations] == [None, 0, 1]


def test_nesting_depth_is_limited() -> None:
    found, _, _ = read("#海(" + "「『" * 400 + "港" + "』」" * 400 + ")")
    assert max(each.depth for each in found.quotations) <= 3


def test_brackets_around_nothing_are_no_nested_quotation() -> None:
    line = "#海(外相「港は『』閉じない」)"
    read = parse_commentary(line, Span(0, len(line)), DocumentLexicon(line), DiagnosticCollector())
    assert [quoted.depth for quoted in read.quotations] == [0]


def test_a_dotted_name_right_behind_a_quotation_is_the_next_speaker() -> None:
    assert said("#話題(議長「灯台を守る」ベルカ・ヘイル「橋は残す」)") == [
        ("議長", "灯台を守る"),
        ("ベルカ・ヘイル", "橋は残す"),
    ]
