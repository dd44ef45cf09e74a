"""Corpora and projects of any size for the benchmarks, made from the posts under seeds/ by the program's commands."""

import json
import os
import shutil
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path

from annotator.corpus.source import read_source
from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.browsing.queue import save_position
from annotator.workflow.project import Project, open_project
from tests.benchmarks.measure import ANNOTATOR, ROOT, progress, run_annotator

SEEDS = ROOT / "seeds"
# Units in one document, on average over the seeds; the size of a corpus is only roughly the number asked for.
_UNITS_EACH = 25
# Every tenth unit has an answer.
_ANSWERED = 10


class Options(Namespace):
    """The options of `python -m tests.benchmarks`."""

    folder: Path
    units: int
    documents: int
    rounds: int | None

    def rounds_or(self, default: int) -> int:
        """Return the number of rounds: as asked, or a benchmark's own."""
        return self.rounds or default


def seed_texts() -> dict[str, str]:
    """Return the posts under seeds/ by the names of their files."""
    return {path.name: read_source(path.read_bytes()).text for path in sorted(SEEDS.glob("*.txt"))}


def endless_posts() -> Iterator[str]:
    """Yield the seeds again and again, each time with a sentence that no other has."""
    seeds = seed_texts()
    for number in count():
        for text in seeds.values():
            yield f"{text}続報は第{number}号に載る。\n"


def posts_file(folder: Path, documents: int) -> Path:
    """Return a JSON Lines file with that many posts."""
    path = folder / f"{documents}-posts.jsonl"
    if not path.exists():
        partial = path.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as file:
            for number, text in enumerate(islice(endless_posts(), documents)):
                record = {"url": f"https://example.org/{number}", "text": text}
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        partial.rename(path)
    return path


def project_file(folder: Path, *, units: int | None = None, documents: int | None = None) -> Path:
    """Return a project with about that many units, or with that many documents; a tenth of its units is answered."""
    count = documents if documents is not None else max(1, (units or 0) // _UNITS_EACH)
    path = folder / f"{count}-documents.db"
    if not path.exists():
        progress(f"making a project of {count:,} documents")
        partial = path.with_name(f"{count}-part.db")
        remove(partial)
        run_annotator("add", str(posts_file(folder, count)), "--db", str(partial))
        answers = folder / "answers.jsonl"
        with answers.open("w", encoding="utf-8") as file:
            for unit in unit_ids(partial)[::_ANSWERED]:
                answer = {"unit": unit, "dimension": "fact_opinion", "label": "opinion"}
                file.write(json.dumps(answer) + "\n")
        run_annotator("label", "--from", str(answers), "--db", str(partial))
        shutil.copy(partial, path)
        remove(partial)
    return path


def unit_ids(path: Path, kind: str | None = None) -> list[str]:
    """Return the ids of the units of a SQLite project, of one kind or of all."""
    query = "SELECT id FROM unit WHERE kind = coalesce(?, kind) ORDER BY document_id, ordinal"
    with closing(sqlite3.connect(path)) as connection:
        return [unit for (unit,) in connection.execute(query, (kind,))]


def copied(path: Path, name: str) -> Path:
    """Return a copy of a project, for a benchmark that writes."""
    copy = path.with_name(name)
    remove(copy)
    return Path(shutil.copy(path, copy))


def remove(path: Path) -> None:
    """Remove a project with its log, which would else be read as part of the next one of that name."""
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def opened(address: Path | str) -> Project:
    """Open a project as the benchmarks' annotator."""
    return open_project(
        str(address), annotator=ANNOTATOR, clock=lambda: datetime.now(UTC), randomness=os.urandom
    )


def go_to_middle(path: Path) -> tuple[str, str]:
    """Let the annotator's place be an open line in the middle; return the line's id and its first characters."""
    with opened(path) as project:
        with closing(sqlite3.connect(path)) as connection:
            (documents,) = connection.execute("SELECT count(*) FROM document").fetchone()
        for number in range(documents // 2 + 1, documents + 1):
            seen = view_document(project, number)
            parsed = seen.document.parse
            lines = [line for line in parsed.commentary if line.id not in seen.answers]
            if lines:
                line = lines[len(lines) // 2]
                save_position(project, line.id)
                return line.id, line.span.of(parsed.text)[:12]
    raise LookupError(f"{path}: no open line")
