"""The parser against the gold set, and the scorer against damaged parses."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from notation import GoldError, read_gold
from score import FOLDERS, HERE, KINDS, Score, gold_items, parsed_items, read_pairs, score

from annotator.corpus.model import Clip, Commentary, Parse, Quotation
from annotator.corpus.parse import parse
from annotator.corpus.span import Span

FLOORS = dict.fromkeys(KINDS, 0.98) | {
    "segment": 0.95,
    "quotation": 0.95,
    "quotation with speaker": 0.95,
    "evidence": 0.95,
    "place of evidence": 0.95,
}


def scores(folder: Path, change: Callable[[Parse], Parse] = lambda read: read) -> dict[str, Score]:
    return score(
        (gold_items(pair.gold), parsed_items(change(parse(pair.text)))) for pair in read_pairs(folder)
    )


@cache
def undamaged() -> dict[str, Score]:
    return scores(HERE / "seeds")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_parses_agree_with_the_gold_set(folder: Path) -> None:
    found = scores(folder)
    assert {kind: found[kind].f1 for kind in KINDS if found[kind].f1 < FLOORS[kind]} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_gold_set_holds_every_kind_of_item(kind: str) -> None:
    assert undamaged()[kind].gold >= 30


def each_clip(change: Callable[[Clip], Clip]) -> Callable[[Parse], Parse]:
    return lambda read: replace(read, clips=tuple(change(clip) for clip in read.clips))


def each_line(change: Callable[[Commentary], Commentary]) -> Callable[[Parse], Parse]:
    return lambda read: replace(read, commentary=tuple(change(line) for line in read.commentary))


def each_quotation(change: Callable[[Quotation], Quotation]) -> Callable[[Parse], Parse]:
    return each_line(lambda line: line._replace(quotations=tuple(change(each) for each in line.quotations)))


def under_the_first_clip(read: Parse) -> Parse:
    """Attach every line to the first clip."""
    return each_line(lambda line: line._replace(clip=read.clips[0].id))(read)


def in_the_first_clip(read: Parse) -> Parse:
    """Move all evidence to the first clip."""

    def move(quoted: Quotation) -> Quotation:
        found = quoted.evidence
        return quoted._replace(evidence=found._replace(clip=read.clips[0].id)) if found else quoted

    return each_quotation(move)(read)


def called_altered(quoted: Quotation) -> Quotation:
    """Report verbatim quotations as altered."""
    found = quoted.evidence
    if found is None or found.status != "verbatim":
        return quoted
    return quoted._replace(evidence=found._replace(status="altered"))


DAMAGES: dict[str, Callable[[Parse], Parse]] = {
    "clip": each_clip(lambda clip: clip._replace(span=Span(clip.span.start + 1, clip.span.end))),
    "headline": each_clip(lambda clip: clip._replace(headline=clip.headline and f"{clip.headline} ")),
    "publisher": each_clip(lambda clip: clip._replace(publisher=None)),
    "handle": each_clip(lambda clip: clip._replace(handle=clip.handle and f"@{clip.handle}")),
    "date": each_clip(lambda clip: clip._replace(date=clip.date and clip.date[:7])),
    "link": each_clip(lambda clip: clip._replace(url=None)),
    "inline tag": each_clip(lambda clip: clip._replace(inline_tags=())),
    "body": each_clip(lambda clip: clip._replace(body_spans=clip.body_spans[:-1])),
    "commentary": lambda read: replace(read, commentary=read.commentary[:-1]),
    "commentary body": each_line(lambda line: line._replace(body=line.body and line.body[:-1])),
    "attachment": under_the_first_clip,
    "tag": each_line(lambda line: line._replace(tags=tuple(tag._replace(alias=None) for tag in line.tags))),
    "document tag": lambda read: replace(read, document_tags=read.document_tags[:-1]),
    "segment": each_line(lambda line: line._replace(segments=line.segments[1:])),
    "quotation": each_quotation(lambda quoted: quoted._replace(end=quoted.end - 1)),
    "quotation with speaker": each_quotation(lambda quoted: quoted._replace(speaker=None)),
    "evidence": each_quotation(called_altered),
    "place of evidence": in_the_first_clip,
}


@pytest.mark.parametrize("kind", KINDS)
def test_score_falls_when_a_parse_is_damaged(kind: str) -> None:
    damaged = scores(HERE / "seeds", DAMAGES[kind])
    assert damaged[kind].f1 < FLOORS[kind] < undamaged()[kind].f1


def test_invented_items_cost_precision_and_missed_ones_recall() -> None:
    (pair, *_) = read_pairs(HERE / "seeds")
    gold = gold_items(pair.gold)
    more, less = (
        gold + type(gold)([("date", 0, "1999-01-01")]),
        gold - type(gold)([("date", 0, "2022-06-13")]),
    )
    invented, missed = score([(gold, more)])["date"], score([(gold, less)])["date"]
    assert (invented.precision, invented.recall) == (5 / 6, 1.0)
    assert (missed.precision, missed.recall) == (1.0, 4 / 5)


def test_gold_that_does_not_fit_its_document_is_refused(tmp_path: Path) -> None:
    text = "見出し\n— 名 (@a) 2022年1月1日\n#港(甲「乙丙」)\n"
    file = tmp_path / "x.toml"
    for notes in ("3 #港 (甲「丙」v)", "3 #海 (甲「乙丙」v)", "3 #港 (甲「乙丙」v | 丁)", "2 #港 (甲)"):
        file.write_text(f"[[clip]]\nat = 1\nnotes = '{notes}'\n", encoding="utf-8")
        with pytest.raises(GoldError, match=r"x\.toml: "):
            read_gold(file, text)
    file.write_text("[[clip]]\nat = 1\nnotes = '3 #港 (甲「乙丙」v)'\n", encoding="utf-8")
    (note,) = read_gold(file, text).notes
    assert [text[quoted.start : quoted.end] for quoted in note.quotations] == ["乙丙"]
