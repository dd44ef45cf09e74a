"""The five real documents, found by ANNOTATOR_CORPUS: counts and positions, without their text."""

import os
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from annotator.corpus.fold import fold_text
from annotator.corpus.model import Clip, Commentary, Parse, Quotation
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source

CORPUS = os.environ.get("ANNOTATOR_CORPUS")
pytestmark = pytest.mark.skipif(not CORPUS, reason="ANNOTATOR_CORPUS names no folder of real documents")
NUMBERS = ["000", "001", "002", "003", "004"]
THEMES = ("NATOexpansion", "反ロシア", "対中露戦")


@cache
def real(number: str) -> Parse:
    (path,) = Path(str(CORPUS)).glob(f"{number}_*.txt")
    return parse(read_source(path.read_bytes()).text)


def line_of(document: Parse, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1


def kinds(number: str) -> dict[int, str]:
    return {line_of(real(number), block.start): block.kind for block in real(number).blocks}


def lines_of_kind(number: str, kind: str) -> list[int]:
    return [line for line, each in kinds(number).items() if each == kind]


def repeats(number: str) -> dict[int, int]:
    document = real(number)
    return {
        line_of(document, block.start): line_of(document, block.repeat_of)
        for block in document.blocks
        if block.repeat_of is not None
    }


def quotations(depth: int) -> list[tuple[Commentary, Quotation]]:
    lines = real("001").commentary
    return [(line, each) for line in lines for each in line.quotations if (each.depth > 0) == (depth > 0)]


@pytest.mark.parametrize(("number", "clips"), zip(NUMBERS, [4, 5, 1, 2, 1], strict=True))
def test_number_of_clips(number: str, clips: int) -> None:
    assert len(real(number).clips) == clips


@pytest.mark.parametrize(("number", "lines"), zip(NUMBERS, [0, 24, 0, 0, 0], strict=True))
def test_number_of_commentary_lines(number: str, lines: int) -> None:
    assert len(real(number).commentary) == lines


@pytest.mark.parametrize(("number", "tags"), zip(NUMBERS, [THEMES, THEMES, (), THEMES, ()], strict=True))
def test_document_tags(number: str, tags: tuple[str, ...]) -> None:
    assert real(number).document_tags == tags


def test_flat_post_has_every_field_of_every_clip() -> None:
    fields = [(clip.headline, clip.publisher, clip.handle, clip.date, clip.url) for clip in real("000").clips]
    assert all(all(each) for each in fields)


def test_flat_post_dates_are_those_of_its_attributions() -> None:
    assert [clip.date for clip in real("000").clips] == [
        "2022-01-31",
        "2022-01-31",
        "2022-02-01",
        "2022-02-01",
    ]


def test_english_dates_of_the_commented_post() -> None:
    dates = ["2023-11-07", "2023-11-07", "2023-11-07", "2023-11-08", "2023-11-08"]
    assert [clip.date for clip in real("001").clips] == dates


def test_handles_of_the_commented_post() -> None:
    handles = ["nhk_news", "ReutersJapan", "ReutersJapan", "nhk_news", "ReutersJapan"]
    assert [clip.handle for clip in real("001").clips] == handles


def test_commentary_belongs_to_the_clip_before_it() -> None:
    assert [len(clip.commentary) for clip in real("001").clips] == [0, 2, 19, 1, 2]


def test_no_commentary_is_attached_forward() -> None:
    starts = {clip.id: clip.span.start for clip in real("001").clips}
    assert all(line.clip and starts[line.clip] < line.span.start for line in real("001").commentary)


def test_number_of_outer_quotations() -> None:
    assert len(quotations(0)) in (49, 50)


def test_ten_inner_quotations_have_a_speaker() -> None:
    assert len([each for _, each in quotations(1) if each.speaker]) == 10


def test_a_cited_phrase_has_no_speaker() -> None:
    assert [each.speaker for line, each in quotations(1) if line.line in (19, 52)] == [None, None]


@pytest.mark.parametrize("line", [24, 53])
def test_line_of_topics_has_no_quotation(line: int) -> None:
    assert not next(each for each in real("001").commentary if each.line == line).quotations


@pytest.mark.parametrize(("line", "ends"), [(25, "駐米大使"), (29, "フリーマン"), (31, "ゼレンスキー")])
def test_dotted_name_is_distinguished_from_topics(line: int, ends: str) -> None:
    speakers = [each.speaker for found, each in quotations(0) if found.line == line]
    dotted = line != 31
    assert all(speaker and speaker.endswith(ends) and ("・" in speaker) == dotted for speaker in speakers)


def test_adjacent_quotations_have_the_same_speaker() -> None:
    continuing = 0
    for line in real("001").commentary:
        outer = [each for each in line.quotations if each.depth == 0]
        for before, after in pairwise(outer):
            if after.start - before.end == 2:
                assert after.speaker == before.speaker
                continuing += 1
    assert continuing == 19


def test_only_tags_have_aliases() -> None:
    aliases = Counter(tag.alias for line in real("001").commentary for tag in line.tags if tag.alias)
    assert sorted(aliases.values()) == [1, 2]


def test_closed_bodies_have_no_diagnostic_on_brackets() -> None:
    codes = {diagnostic.code for diagnostic in real("001").diagnostics}
    assert codes == {"dot-in-name", "bracket-not-speech", "speech-or-name", "speaker-without-dot"}


def test_verbatim_quotations_are_found_in_the_clip_of_their_line() -> None:
    found = {
        (line.line, line.clip == each.evidence.clip)
        for line, each in quotations(0)
        if each.evidence and each.evidence.status == "verbatim"
    }
    assert found == {(9, True), (19, True), (44, True)}


def test_repeated_lines_of_the_article_page_are_marked() -> None:
    assert repeats("002") == {18: 13, 19: 14, 20: 15, 21: 16, 22: 17, 30: 25, 31: 26, 32: 27, 33: 28, 34: 29}


def test_repeated_lines_are_left_out_of_the_body() -> None:
    (clip,) = real("002").clips
    assert not {line_of(real("002"), span.start) for span in clip.body_spans} & set(repeats("002"))


def test_article_page_has_no_headline() -> None:
    assert real("002").clips[0].headline is None


def test_headline_of_the_portal_page() -> None:
    assert lines_of_kind("004", "headline") == [3]
    assert real("004").clips[0].headline == real("004").text.split("\n")[2]


def test_portal_article_is_the_body() -> None:
    assert lines_of_kind("004", "paragraph") == [9, 11, 13, 15, 17, 19, 21]


def test_menus_and_rankings_of_the_portal_are_boilerplate() -> None:
    outside = {kind for line, kind in kinds("004").items() if line != 3 and not 9 <= line <= 21}
    assert outside == {"boilerplate", "blank"}


@pytest.mark.parametrize("clip", [0, 1])
def test_lumps_have_no_fields_of_a_tweet(clip: int) -> None:
    found = real("003").clips[clip]
    fields = (found.headline, found.publisher, found.handle, found.date, found.date_precision, found.url)
    assert fields == (None,) * 6


@pytest.mark.parametrize(
    ("kind", "lines"),
    [("document_tags", [34, 44]), ("link", [1, 2]), ("boilerplate", [46]), ("headline", [])],
)
def test_blank_line_post_has_lines_of_each_kind(kind: str, lines: list[int]) -> None:
    assert lines_of_kind("003", kind) == lines


def test_lumps_are_separated_by_tag_lines() -> None:
    spans = [clip.span for clip in real("003").clips]
    assert [(line_of(real("003"), span.start), line_of(real("003"), span.end)) for span in spans] == [
        (4, 32),
        (36, 42),
    ]


@pytest.mark.parametrize("number", NUMBERS)
def test_blocks_partition_the_text(number: str) -> None:
    document = real(number)
    position = 0
    for block in document.blocks:
        assert block.start == position < block.end
        position = block.end
    assert position == len(document.text)


@pytest.mark.parametrize("number", NUMBERS)
def test_body_is_the_text_of_its_spans(number: str) -> None:
    document = real(number)
    for clip in document.clips:
        assert clip.body == "\n".join(span.of(document.text) for span in clip.body_spans)
        assert all(clip.span.contains(span) for span in clip.body_spans)


def test_headline_is_the_text_of_its_span() -> None:
    headlines = [
        (clip.headline, clip.headline_span, number) for number in NUMBERS for clip in real(number).clips
    ]
    assert [headline for headline, _, _ in headlines] == [
        span.of(real(number).text) if span else None for _, span, number in headlines
    ]


def test_segments_and_quotations_are_the_text_of_their_spans() -> None:
    text = real("001").text
    for line in real("001").commentary:
        assert all(text[each.start : each.end] == each.text for each in line.segments)
        assert all(text[each.start : each.end] == each.text for each in line.quotations)


def clip_of(name: str | None) -> Clip:
    return next(clip for clip in real("001").clips if clip.id == name)


def test_evidence_lies_in_the_clip_that_it_names() -> None:
    found = [each.evidence for line in real("001").commentary for each in line.quotations if each.evidence]
    located = [each for each in found if each.clip is not None]
    assert located
    for each in located:
        assert each.start is not None
        assert each.end is not None
        assert clip_of(each.clip).span.start <= each.start < each.end <= clip_of(each.clip).span.end


def test_equal_evidence_is_equal_when_folded() -> None:
    text = real("001").text
    equal = [
        (each.text, text[each.evidence.start : each.evidence.end])
        for line in real("001").commentary
        for each in line.quotations
        if each.evidence and each.evidence.status in ("verbatim", "recast")
    ]
    assert equal
    assert all(fold_text(words) == fold_text(found) for words, found in equal)


def test_differences_rebuild_both_sides() -> None:
    text = real("001").text
    lines = real("001").commentary
    altered = [each for line in lines for each in line.quotations if each.evidence and each.evidence.diff]
    assert altered
    for each in altered:
        assert each.evidence
        assert each.evidence.diff
        clip = "".join(part[1] for part in each.evidence.diff if part[0] != "insert")
        quotation = "".join(part[-1] for part in each.evidence.diff if part[0] != "delete")
        assert quotation == each.text
        assert fold_text(clip) == fold_text(text[each.evidence.start : each.evidence.end])
