"""A small composed dataset: flags, a nested quotation, a clip of several lines, text that looks like a formula."""

from collections.abc import Sequence

from annotator.codebook.load import parse_codebook
from annotator.codebook.model import Codebook
from annotator.formats.bundled_files import codebook_text
from annotator.formats.records import (
    AnnotationRecord,
    ClipReference,
    CodebookReference,
    DocumentReference,
    ExportRecord,
    LabelRecord,
    MarkRecord,
    TagRecord,
)
from annotator.formats.writers.dataset import Dataset

CLIP = "港の🇺🇦旗 https://t.co/Ab3dE5fGh7\n— 潮見放送 (@shiomi) 2022年6月13日\n局長は「毎日開ける」と述べた。"
LINE = "#港=港湾(🇺🇦サーリ局長「毎日開ける『氷も割る』」・漁業者「船を出す」)"
AT = "2026-11-22T01:02:03.000000Z"


def core() -> Codebook:
    text = codebook_text("core")
    assert text
    return parse_codebook(text, origin="core")


def annotation(
    dimension: str, label: str, *, annotator: str = "aya", target: str | None = None, number: int = 1
) -> AnnotationRecord:
    return AnnotationRecord(
        event=f"{number:032x}",
        dimension=dimension,
        holder="author" if target else None,
        target=target,
        label=label,
        annotator=annotator,
        confidence="high" if target else None,
        pass_="open",
        blind=False,
        suggested=None,
        codebook_version="1.0.0",
        stale=False,
        at=AT,
    )


def record(
    unit: str,
    kind: str,
    text: str,
    start: int,
    *,
    annotations: Sequence[AnnotationRecord] = (),
    speaker: str | None = None,
    parent: str | None = None,
) -> ExportRecord:
    labels = {
        one.dimension: [LabelRecord(one.holder, one.target, one.label, "single", {one.label: 1.0})]
        for one in annotations
    }
    return ExportRecord(
        id=unit * 20,
        kind=kind,  # type: ignore[arg-type]
        text=text,
        tags=None if kind == "clip" else [TagRecord("港", "港湾")],
        document_tags=("=1+1", "港"),
        document=DocumentReference("d" * 20, "f/a.txt", "0" * 64, "1" * 64, start, start + len(text)),
        clip=ClipReference(
            "a" * 20, "港の🇺🇦旗", "潮見放送", "shiomi", "2022-06-13", "https://t.co/Ab3dE5fGh7", CLIP
        ),
        parent=parent and parent * 20,
        speaker=speaker,
        evidence=None,
        quotations=None,
        annotations=list(annotations),
        marks=[MarkRecord("2" * 32, "aya", True, "@注意\n二行目", None, AT)] if kind == "clip" else [],
        labels=labels,
        codebook=CodebookReference("core", "1.0.0"),
        schema_version=1,
    )


def quotation(unit: str, text: str, speaker: str, **options: Sequence[AnnotationRecord]) -> ExportRecord:
    start = 100 + LINE.index(text)
    return record(unit, "quotation", text, start, speaker=speaker, parent="b", **options)


def records() -> list[ExportRecord]:
    """Return a clip, a line with three quotations of which one is nested, and a line that nobody labelled."""
    return [
        record("a", "clip", CLIP, 10, annotations=[annotation("fact_opinion", "fact", number=3)]),
        record(
            "b",
            "commentary",
            LINE,
            100,
            annotations=[
                annotation("stance", "against", target="港", number=4),
                annotation("fact_opinion", "opinion", annotator="ben, 田中", number=5),
            ],
        ),
        quotation(
            "c",
            "毎日開ける『氷も割る』",
            "サーリ局長",
            annotations=[annotation("fact_opinion", "fact", number=6)],
        ),
        quotation("d", "氷も割る", "サーリ局長"),
        quotation("e", "船を出す", "漁業者"),
        record("f", "commentary", "#=港(休み)", 300),
    ]


def dataset(*, gold: bool = False) -> Dataset:
    return Dataset(records(), core(), gold=gold)
