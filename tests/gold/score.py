"""Scores parses against the gold set: precision, recall and F1 for each kind of item.

    python tests/gold/score.py [--faults] [FOLDER...]

A parse and the gold annotations are each converted to items, such as ("date", start of the clip, "2023-11-07"). Two
items match if they are equal in every part; each matches once at most, and there is no partial credit. Precision is
the share of the parse's items that match, recall the share of the gold items, F1 their harmonic mean. A null field is
no item: a value that only the parser finds lowers precision, a value that it misses lowers recall.

A folder holds TOML files (see `notation`); the document of `01-x.toml` is `01-x.txt` beside it or in the
project's `seeds/`.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from notation import Gold, GoldClip, GoldNote, read_gold

from annotator.corpus.model import Clip, Commentary, Parse
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
FOLDERS = tuple(
    HERE / name
    for name in (
        *("seeds", "late", "later", "latest", "outside", "unseen", "habits", "voices"),
        *("river", "autumn", "quarry"),
    )
)
KINDS = (
    "clip",
    "headline",
    "publisher",
    "handle",
    "date",
    "link",
    "inline tag",
    "body",
    "commentary",
    "commentary body",
    "attachment",
    "tag",
    "document tag",
    "segment",
    "quotation",
    "quotation with speaker",
    "evidence",
    "place of evidence",
)

Item = tuple[object, ...]
# The items of one document, each with its kind first.
Items = Counter[Item]


class Score(NamedTuple):
    """How many items match, of how many in the gold and in the parse."""

    matching: int
    gold: int
    parsed: int

    @property
    def precision(self) -> float:
        """The share of the parse's items that match."""
        return self.matching / self.parsed if self.parsed else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold's items that match."""
        return self.matching / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there is nothing to find and nothing was found."""
        total = self.gold + self.parsed
        return 2 * self.matching / total if total else 1.0


class Pair(NamedTuple):
    """A document: its name, its text and its gold annotations."""

    name: str
    text: str
    gold: Gold


def read_pairs(folder: Path) -> list[Pair]:
    """Read all gold files of a folder with their documents."""
    pairs = []
    for file in sorted(folder.glob("*.toml")):
        beside = file.with_suffix(".txt")
        document = beside if beside.exists() else SEEDS / beside.name
        text = read_source(document.read_bytes()).text
        pairs.append(Pair(file.stem, text, read_gold(file, text)))
    return pairs


def score(pairs: Iterable[tuple[Items, Items]]) -> dict[str, Score]:
    """Score (gold, parsed) items of some documents, by kind."""
    counts = {kind: [0, 0, 0] for kind in KINDS}
    for gold, parsed in pairs:
        for index, items in enumerate((gold & parsed, gold, parsed)):
            for item, times in items.items():
                counts[str(item[0])][index] += times
    return {kind: Score(*count) for kind, count in counts.items()}


def gold_items(gold: Gold) -> Items:
    """Return the items of the gold annotations."""
    starts = {clip.at: clip.start for clip in gold.clips}
    items: Items = Counter(("document tag", tag) for tag in gold.document_tags)
    for clip in gold.clips:
        items.update(_gold_clip(clip))
    for note in gold.notes:
        items.update(_gold_note(note, starts))
    return items


def _gold_clip(clip: GoldClip) -> Iterator[Item]:
    fields = (clip.headline, clip.publisher, clip.handle, clip.date, clip.link)
    return _clip(clip.start, fields, clip.tags, clip.body)


def _gold_note(note: GoldNote, starts: dict[int, int]) -> Iterator[Item]:
    where = note.line
    yield from _note(where, None if note.clip is None else starts[note.clip], note.body, note.tags)
    for segment in note.segments:
        if segment[1] > segment[0]:
            yield "segment", *segment
    for quoted in note.quotations:
        yield from _quotation(
            (quoted.start, quoted.end, quoted.depth),
            quoted.speaker,
            quoted.status,
            None if quoted.clip is None else starts[quoted.clip],
        )


def parsed_items(document: Parse) -> Items:
    """Return the items of a parse."""
    starts = {clip.id: clip.span.start for clip in document.clips}
    items: Items = Counter(("document tag", tag) for tag in document.document_tags)
    for clip in document.clips:
        items.update(_parsed_clip(clip))
    for line in document.commentary:
        items.update(_parsed_note(line, document.text, starts))
    return items


def _parsed_clip(clip: Clip) -> Iterator[Item]:
    fields = (clip.headline, clip.publisher, clip.handle, clip.date, clip.url)
    body = tuple((start, end) for start, end in clip.body_spans)
    return _clip(clip.span.start, fields, clip.inline_tags, body)


def _parsed_note(line: Commentary, text: str, starts: dict[str, int]) -> Iterator[Item]:
    body = line.body or ""
    # A parse has the body as text only; its position is the last one in the line.
    start = text.rfind(body, line.span.start, line.span.end)
    clip = None if line.clip is None else starts[line.clip]
    yield from _note(line.line, clip, (start, start + len(body)), line.tags)
    for segment in line.segments:
        yield "segment", segment.start, segment.end
    for quoted in line.quotations:
        evidence = quoted.evidence
        yield from _quotation(
            (quoted.start, quoted.end, quoted.depth),
            quoted.speaker,
            evidence.status if evidence else None,
            starts[evidence.clip] if evidence and evidence.clip else None,
        )


def _clip(start: int, fields: Sequence[str | None], tags: Iterable[str], body: Item) -> Iterator[Item]:
    yield "clip", start
    for kind, value in zip(("headline", "publisher", "handle", "date", "link"), fields, strict=True):
        if value is not None:
            yield kind, start, value
    for tag in tags:
        yield "inline tag", start, tag
    if body:
        yield "body", start, body


def _note(
    line: int, clip: int | None, body: tuple[int, int], tags: Iterable[tuple[str, str | None]]
) -> Iterator[Item]:
    yield "commentary", line
    yield "commentary body", line, *body
    yield "attachment", line, clip
    for name, alias in tags:
        yield "tag", line, name, alias


def _quotation(
    where: tuple[int, int, int], speaker: str | None, status: str | None, clip: int | None
) -> Iterator[Item]:
    yield "quotation", *where
    yield "quotation with speaker", *where, speaker
    yield "evidence", *where, status
    if clip is not None:
        yield "place of evidence", *where, clip


def main() -> None:
    """Print the scores of each folder, and with `--faults` every item that does not match."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--faults", action="store_true", help="list the items that do not match")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="[all of the gold set]")
    options = parser.parse_args()
    for folder in options.folders or FOLDERS:
        read = [(pair, gold_items(pair.gold), parsed_items(parse(pair.text))) for pair in read_pairs(folder)]
        scores = score((gold, parsed) for _, gold, parsed in read)
        _say(
            f"{folder.name}: {len(read)} documents\n{'':24}{'precision':>10}{'recall':>8}{'F1':>8}{'gold':>7}"
        )
        for kind, each in scores.items():
            _say(f"{kind:24}{each.precision:10.3f}{each.recall:8.3f}{each.f1:8.3f}{each.gold:7}")
        if options.faults:
            for pair, gold, parsed in read:
                for sign, items in (("missed  ", gold - parsed), ("invented", parsed - gold)):
                    for item in sorted(items, key=str):
                        _say(f"{pair.name} {sign} {_readable(item, pair.text)}")


def _readable(item: Item, text: str) -> str:
    """Return an item with the text at its first position."""
    kind, *parts = item
    if kind in ("segment", "quotation", "quotation with speaker", "evidence", "place of evidence"):
        start, end = parts[:2]
        assert isinstance(start, int)
        assert isinstance(end, int)
        line = text.count("\n", 0, start) + 1
        return f"line {line} {kind}: {text[start:end]!r} {parts[2:]}"
    return f"{kind}: {parts}"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")


if __name__ == "__main__":
    main()
