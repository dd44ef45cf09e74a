"""Words that stand nearly everywhere, and lines that have many readings: the answer is right and comes in time."""

from annotator.corpus.evidence.quoted_stretches import quoted_stretches
from annotator.corpus.fold import fold
from annotator.corpus.model import Evidence
from annotator.corpus.parse import parse


def evidence_in_last(bodies: list[str], words: str) -> tuple[Evidence, bool]:
    """Quote `words` under the last of many clips; return the evidence, and whether it is of that clip."""
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


def test_words_whose_pairs_stand_everywhere_are_found() -> None:
    bodies = [f"停戦だと言う{number}。「停戦だ」と。" for number in range(1100)]
    evidence, own = evidence_in_last(bodies, "停戦だ")
    assert (evidence.status, own) == ("verbatim", True)


def test_altered_words_whose_pairs_stand_everywhere_are_found() -> None:
    bodies = [f"外相は停戦の合意を強く求めた{number}。" for number in range(200)]
    evidence, own = evidence_in_last(bodies, "外相は停戦の合意を弱く求めた")
    assert (evidence.status, own) == ("altered", True)


def test_a_line_of_many_links_and_a_word_has_one_reading() -> None:
    assert parse("https://t.co/abcdefg " * 2000 + "写真").blocks[0].kind == "paragraph"


def test_an_endless_cluster_is_cut() -> None:
    folded = fold("a" + "\u0301\u0327" * 20_000)
    assert folded.stored(0, len(folded.text)) == (0, 40_001)


def test_a_page_of_links_has_no_clip() -> None:
    parsed = parse("https://t.co/ab\n")
    assert parsed.clips == ()
    assert [block.kind for block in parsed.blocks] == ["link"]


def test_closing_marks_alone_quote_nothing() -> None:
    assert quoted_stretches("」" * 100_000) == []
