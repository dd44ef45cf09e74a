"""What linking twins adds to adding documents, and that it stays the same while the database grows.

The reference adds the same documents without linking. The documents are the seeds over and over, so that every clip
and line joins a group that has grown with the database: the worst that linking meets. CPU time, part by part in turn.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import islice
from unittest.mock import patch

from made import arguments, endless_posts, new_document, opened, workplace
from timing import in_turn, report, say, say_machine, verdict

from annotator.store import document_insert, near_duplicates
from annotator.workflow.project import Project

# Linking on the last part may take so many times what it took on the first.
FLAT = 1.3
# Documents written at once.
_BATCH = 100


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__ or "", rounds=8)
    parser.add_argument("--documents", metavar="N", type=int, default=16_000, help="[%(default)s]")
    options = parser.parse_args()
    say_machine()
    part = options.documents // options.rounds
    with workplace(options) as folder:
        names = ("plain.db", "linked.db")
        for name in names:
            (folder / name).unlink(missing_ok=True)
        with opened(folder / names[0]) as plain, opened(folder / names[1]) as linked:
            reference, ours = in_turn(
                partial(_add, plain, endless_posts(), part, _unlinked),
                partial(_add, linked, endless_posts(), part, nullcontext),
                rounds=options.rounds,
            )
            with linked.database.reading() as connection:
                counts = near_duplicates.counts(connection)
        say(f"{options.documents} documents: {counts.units} units in {counts.groups} groups")
        report("adding with links", ours, reference)
        half = options.rounds // 2
        before, after = (sum(ours[some]) / sum(reference[some]) for some in (slice(half), slice(half, None)))
        say(
            f"second half against first: {after / before:.2f} times; target {FLAT}: {verdict(after <= FLAT * before)}"
        )


def _add(
    project: Project,
    texts: Iterator[tuple[str, str]],
    count: int,
    how: Callable[[], AbstractContextManager[object]],
) -> float:
    """Add the next documents in one transaction; return the CPU seconds."""
    started = time.process_time()
    with how(), project.database.writing() as connection:
        while batch := list(islice(texts, min(count, _BATCH))):
            document_insert.insert_documents(connection, [new_document(project, *one) for one in batch])
            count -= len(batch)
    return time.process_time() - started


def _unlinked() -> AbstractContextManager[object]:
    """Let documents be added without links."""
    return patch("annotator.store.document_insert.twin_keys", return_value=())


if __name__ == "__main__":
    main()
