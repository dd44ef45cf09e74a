"""Evidence of quotations in the clips of their document."""

import pytest

from annotator.corpus.evidence import check as module
from annotator.corpus.evidence.check import find_evidence
from annotator.corpus.evidence.windows import Window, best_window
from annotator.corpus.model import Evidence, Parse
from annotator.corpus.parse import parse
from annotator.corpus.span import Span

BY = "— 風 (@kaze) 2022年1月31日"
SAID = "議長は「約束は文書で残すべきだ。口約束では足りない」と述べ、船の積み荷を調べる考えを示しました。"


def document(body: str, *quoted: str, second: str = "") -> Parse:
    lines = [f"海の話 https://t.co/A1\n{BY}\n{body}"]
    if second:
        lines.append(f"港の話 https://t.co/B2\n{BY}\n{second}")
    lines.append("#海(" + "・".join(f"外相「{words}」" for words in quoted) + ")")
    return parse("\n".join(lines))


def found(words: str, body: str = SAID, second: str = "") -> Evidence:
    (quotation,) = [
        each for each in document(body, words, second=second).commentary[0].quotations if not each.depth
    ]
    assert quotation.evidence
    return quotation.evidence


def test_verbatim() -> None:
    each = found("約束は文書で残すべきだ")
    assert (each.status, each.score, each.method, each.framing) == ("verbatim", 1.0, "exact", "quoted")


def test_narrated_text_is_recast() -> None:
    each = found("船の積み荷を調べる")
    assert (each.status, each.method, each.framing) == ("recast", "exact", "narrated")


def test_recast_across_a_bracket() -> None:
    each = found("港が閉じれば『相応の措置』を取る", "声明は、港が閉じれば「相応の措置」を取るとしています。")
    assert (each.status, each.method, each.framing) == ("recast", "folded", "mixed")


def test_text_equal_after_folding_is_verbatim() -> None:
    each = found("ＬＴＯは 港を守る", "議長は「LTOは港を守る。」と述べました。")
    assert (each.status, each.method) == ("verbatim", "folded")


def test_position_is_that_of_the_match() -> None:
    read = document(SAID, "約束は文書で残すべきだ")
    each = read.commentary[0].quotations[0].evidence
    assert each
    assert (each.start, each.end) == (read.text.index("約束"), read.text.index("約束") + 11)


def test_altered_quotation_has_a_score_and_a_diff() -> None:
    each = found("約束は文書に残すべきだ")
    assert (each.status, each.method) == ("altered", "aligned")
    assert each.score == pytest.approx(1 - 1 / 11, abs=1e-4)
    assert each.diff == (("equal", "約束は文書"), ("replace", "で", "に"), ("equal", "残すべきだ"))


def test_difference_reads_from_the_clip_to_the_quotation() -> None:
    each = found("約束は必ず文書で残すべきだ口約束では足りない")
    assert each.diff == (
        ("equal", "約束は"),
        ("insert", "必ず"),
        ("equal", "文書で残すべきだ"),
        ("delete", "。"),
        ("equal", "口約束では足りない"),
    )


def test_runs_equal_after_folding_have_the_text_of_the_quotation() -> None:
    each = found("ＬＴＯは港を必ず守り続ける", "議長は「LTOは港を守り続ける」と述べました。")
    assert each.diff == (("equal", "ＬＴＯは港を"), ("insert", "必ず"), ("equal", "守り続ける"))


def test_difference_never_cuts_a_cluster() -> None:
    each = found(
        "灯台までは3キのなだらかな道のりだ", "議長は「灯台までは3㌔のなだらかな道のりだ」と述べました。"
    )
    assert each.diff == (("equal", "灯台までは3"), ("replace", "㌔", "キ"), ("equal", "のなだらかな道のりだ"))


def test_part_of_a_cluster_is_no_exact_match() -> None:
    assert found("ロの道のり", "灯台までは3㌔の道のりです。").status == "absent"


def test_absent() -> None:
    assert found("空はどこまでも青く澄んでいる") == Evidence("absent")


def test_below_the_threshold_is_absent() -> None:
    # Three of ten characters differ in every alignment.
    assert found("約束は手紙に残すべきか").status == "absent"


@pytest.mark.parametrize("body", ["", "港・灯台・"])
def test_no_clip(body: str) -> None:
    line = parse(f"#海({body}外相「港は開く」)").commentary[0]
    assert line.quotations[0].evidence == Evidence("no_clip")


def test_seven_characters_are_never_altered() -> None:
    assert found("文書に残すべき").status == "absent"


def test_eight_characters_may_be_altered() -> None:
    assert found("文書に残すべきだ").status == "altered"


def test_short_quotations_are_found_exactly() -> None:
    assert found("約束").status == "verbatim"


def test_headline_is_looked_at_too() -> None:
    each = found("海の話")
    assert (each.status, each.start) == ("recast", 0)


def test_other_clip() -> None:
    read = document(SAID, "約束は文書で残すべきだ", second="港の市場で競りがあり、魚が並びました。")
    each = read.commentary[0].quotations[0].evidence
    assert each
    assert (each.status, each.clip) == ("verbatim", read.clips[0].id)
    assert read.commentary[0].clip == read.clips[1].id


def test_own_clip_goes_before_others() -> None:
    read = document(SAID, "約束は文書で残すべきだ", second=f"きのうも{SAID}")
    each = read.commentary[0].quotations[0].evidence
    assert each
    assert each.clip == read.clips[1].id


def test_quotation_found_twice_has_an_alternative() -> None:
    body = f"{SAID}\n副議長も「約束は文書で残すべきだ」と話しました。"
    assert found("約束は文書で残すべきだ", body).alternatives == 1


def test_equally_good_windows_are_alternatives() -> None:
    body = "議長は「約束は文書で残すべきだ」と述べました。\n副議長は「約束は文書も残すべきだ」と述べました。"
    each = found("約束は文書に残すべきだ", body)
    assert (each.status, each.alternatives) == ("altered", 1)


def test_repeated_line_is_no_alternative() -> None:
    assert found("約束は文書で残すべきだ", f"{SAID}\n間の文です。\n{SAID}").alternatives == 0


def test_nothing_is_found_across_two_lines() -> None:
    assert found("約束は文書で残すべきだ", "議長は約束は文書で\n残すべきだと述べました。").status != "recast"


def test_nothing_is_found_across_headline_and_body() -> None:
    assert found("海の話議長は").status == "absent"


def test_nested_quotation_has_its_own_evidence() -> None:
    read = document(SAID, "『口約束では足りない』の一言に慌てた")
    outer, inner = read.commentary[0].quotations
    assert outer.evidence
    assert inner.evidence
    assert (outer.evidence.status, inner.evidence.status) == ("absent", "verbatim")


def test_aligned_windows_are_at_most_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    regions: list[Span] = []

    def counted(words: str, text: str, region: Span, threshold: float) -> Window | None:
        regions.append(region)
        return best_window(words, text, region, threshold)

    monkeypatch.setattr(module, "best_window", counted)
    lines = (
        f"議長は{number}回目に「約束は文書で残す{number}べきだと思う」と述べました。" for number in range(40)
    )
    body = "\n".join(lines)
    read = parse(f"海の話 https://t.co/A1\n{BY}\n{body}")
    find_evidence(read.text, read.clips, [("約束は文書に残すべきだとも思う", read.clips[0].id)])
    assert 0 < len(regions) <= 8
    assert all(region.end - region.start <= 4 * len("約束は文書に残すべきだとも思う") for region in regions)


def test_very_long_quotations_are_only_found_exactly() -> None:
    assert found("海" * 5000 + "港", body="海" * 5000).status == "absent"
    assert found("海" * 5000, body="海" * 5000).status == "recast"


def evidence_in_last(bodies: list[str], words: str) -> tuple[Evidence, bool]:
    """Quote `words` under the last of many clips; return the evidence, and whether it is in that clip."""
    clips = [
        f"見出し{number} https://t.co/a{number}b\n— 潮見 (@shiomi) 2022年1月3日\n{body}\n"
        for number, body in enumerate(bodies)
    ]
    parsed = parse(f"{''.join(clips)}#話題(外相「{words}」)\n")
    evidence = parsed.commentary[0].quotations[0].evidence
    assert evidence is not None
    return evidence, evidence.clip == parsed.clips[-1].id


def test_the_own_clip_goes_before_many_others() -> None:
    bodies = [f"本文{number}は停戦の話をした。" for number in range(70)]
    evidence, own = evidence_in_last([*bodies, "外相は「停戦」と言った。"], "停戦")
    assert (evidence.status, own) == ("verbatim", True)


def test_quotations_of_common_bigrams_are_found() -> None:
    bodies = [f"停戦だと言う{number}。「停戦だ」と。" for number in range(1100)]
    evidence, own = evidence_in_last(bodies, "停戦だ")
    assert (evidence.status, own) == ("verbatim", True)


def test_altered_quotations_of_common_bigrams_are_found() -> None:
    bodies = [f"外相は停戦の合意を強く求めた{number}。" for number in range(200)]
    evidence, own = evidence_in_last(bodies, "外相は停戦の合意を弱く求めた")
    assert (evidence.status, own) == ("altered", True)
