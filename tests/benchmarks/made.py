"""Databases of any size for the benchmarks, made from the posts under seeds/ with a sentence added to each."""

import os
import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from annotator.codebook.answer import check_answer
from annotator.corpus.model import Commentary, Parse
from annotator.corpus.parse import parse
from annotator.corpus.source import read_source
from annotator.store import document_insert, documents
from annotator.store.values import NewDocument, Provenance
from annotator.workflow.browsing.queue import View, remember, view
from annotator.workflow.importing.documents import queued_kinds
from annotator.workflow.labelling.record import Before, record
from annotator.workflow.labelling.replay import UnitState
from annotator.workflow.project import Project, open_project

SEEDS = Path(__file__).parents[2] / "seeds"
ANNOTATOR = "aya"
ADDED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
# Documents written in one transaction.
_BATCH = 200


def seed_texts() -> dict[str, str]:
    """Return the posts under seeds/ by the names of their files."""
    return {path.name: read_source(path.read_bytes()).text for path in sorted(SEEDS.glob("*.txt"))}


def arguments(about: str, *, units: int | None = None, rounds: int | None = None) -> ArgumentParser:
    """Return a parser of the options that several benchmarks take."""
    parser = ArgumentParser(description=about)
    parser.add_argument(
        "--keep", metavar="FOLDER", type=Path, help="keep what is made there, and use it again"
    )
    if units is not None:
        parser.add_argument("--units", metavar="N", type=int, default=units, help="[%(default)s]")
    if rounds is not None:
        parser.add_argument("--rounds", metavar="N", type=int, default=rounds, help="[%(default)s]")
    return parser


@contextmanager
def workplace(options: Namespace) -> Iterator[Path]:
    """Give the folder for what is made: the one to keep, else a temporary one."""
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        yield options.keep
    else:
        with tempfile.TemporaryDirectory(prefix="annotator-benchmark-") as folder:
            yield Path(folder)


def opened(path: Path) -> Project:
    """Open a project as the benchmarks' annotator."""
    return open_project(
        str(path), annotator=ANNOTATOR, clock=lambda: datetime.now(UTC), randomness=os.urandom
    )


def database(folder: Path, *, units: int | None = None, posts: int | None = None) -> Path:
    """Return a database of at least so many units or of so many documents, a tenth of its units answered."""
    path = folder / (f"{units}-units.db" if units is not None else f"{posts}-documents.db")
    if not path.exists():
        partial = path.with_suffix(".part")
        partial.unlink(missing_ok=True)
        with opened(partial) as project:
            answered = _fill(project, units=units, posts=posts)
            for start in range(0, len(answered), _BATCH):
                _answer(project, answered[start : start + _BATCH])
        partial.rename(path)
    return path


def _fill(project: Project, *, units: int | None, posts: int | None) -> list[str]:
    """Add documents; return the id of every tenth unit."""
    made: list[str] = []
    found = islice(endless_posts(), posts)
    while (units is None or len(made) < units) and (batch := list(islice(found, _BATCH))):
        added = []
        for name, text in batch:
            if units is not None and len(made) >= units:
                break
            added.append(new_document(project, name, text))
            made += _unit_ids(added[-1].parse)
        with project.database.writing() as connection:
            document_insert.insert_documents(connection, added)
    return made[::10]


def new_document(project: Project, name: str, text: str) -> NewDocument:
    """Return a text as a document to be added."""
    source = read_source(text.encode())
    parsed = parse(source.text)
    provenance = Provenance(name, source.sha256, source.text_sha256, source.encoding, source.removed)
    return NewDocument(parsed, provenance, queued_kinds(project.codebook, parsed), ADDED)


def endless_posts() -> Iterator[tuple[str, str]]:
    """Yield the seeds over and over, each with a sentence that no other has."""
    seeds = seed_texts()
    for number in count():
        for name, text in seeds.items():
            yield f"{number:05}/{name}", f"{text}続報は第{number}号に載る。\n"


def _unit_ids(parsed: Parse) -> Iterator[str]:
    yield from (clip.id for clip in parsed.clips)
    for line in parsed.commentary:
        yield line.id
        yield from (quotation.id for quotation in line.quotations)


def _answer(project: Project, units: Sequence[str]) -> None:
    """Answer every dimension that the units are asked, all in one transaction."""
    with project.database.writing() as connection:
        for place in filter(None, (documents.find_unit(connection, unit) for unit in units)):
            start = Before(place, UnitState(), None)
            for dimension in project.codebook.asked_of(place.kind):
                label = dimension.labels[place.ordinal % len(dimension.labels)].id
                target = "海峡通航" if dimension.targeted else None
                given = check_answer(
                    project.codebook, place.kind, dimension=dimension.id, label=label, target=target
                )
                after = asdict(given)
                done = record(
                    project,
                    connection,
                    start,
                    "answer",
                    dimension=after.pop("dimension"),
                    after=after,
                )
                assert done.event
                start = Before(place, done.state, done.event.at)


def copied(path: Path, name: str) -> Path:
    """Return a copy of a database beside it, for a benchmark that writes."""
    copy = path.with_name(name)
    # What a program that was killed left beside an older copy would be read as part of this one.
    for left in (f"{name}-wal", f"{name}-shm"):
        path.with_name(left).unlink(missing_ok=True)
    return Path(shutil.copy(path, copy))


def middle(path: Path) -> tuple[str, str]:
    """Let the annotator stand at a line without answers in the middle; return its id and its first words."""
    with opened(path) as project:
        with project.database.reading() as connection:
            number = documents.document_count(connection) // 2 + 1
        while not (lines := _unanswered(view(project, number))):
            number += 1
        line = lines[len(lines) // 2]
        remember(project, line.id)
        return line.id, line.span.of(view(project, number).document.parse.text)[:12]


def _unanswered(seen: View) -> list[Commentary]:
    return [line for line in seen.document.parse.commentary if line.id not in seen.answers]
