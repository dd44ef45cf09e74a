"""`annotator export jsonl`: its time against reading and writing the same lines with orjson, and its peak memory."""

import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from tests.benchmarks.corpora import Options, project_file
from tests.benchmarks.measure import Figure, Run, amount, run_annotator


def measure(options: Options) -> Iterator[Figure]:
    """Export a project and one of ten times its size, each in a process of its own."""
    runs: list[Run] = []
    for documents in (options.documents // 10, options.documents):
        out = options.folder / "export.jsonl"
        path = project_file(options.folder, documents=documents)
        runs.append(run_annotator("export", "jsonl", "--db", str(path), "--out", str(out)))
    seconds = _rewrite(out)
    yield amount(
        f"`export jsonl` of {options.documents:,} documents, to reading and writing its lines",
        runs[1].seconds / seconds,
        "times",
        5,
    )
    yield amount("peak memory, to that of a tenth of the documents", runs[1].memory / runs[0].memory, "times")


def _rewrite(path: Path) -> float:
    start = time.perf_counter()
    with path.open("rb") as lines, path.with_suffix(".copy").open("wb") as copy:
        for line in lines:
            copy.write(orjson.dumps(orjson.loads(line), option=orjson.OPT_APPEND_NEWLINE))
    return time.perf_counter() - start
