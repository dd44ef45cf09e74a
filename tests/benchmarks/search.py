"""The first hits of a search as the screen asks for them, against LIKE on a plain table of the same texts.

The reference goes over all texts, as any search without an index does; words that stand nearly everywhere it finds
at once too, so the words are set apart. First hits are a page of the list on the screen.
"""

import sqlite3
import time
from contextlib import closing
from itertools import islice
from pathlib import Path
from statistics import median

from made import arguments, database, opened, workplace
from timing import Timed, in_turn, report, say, say_machine, share

from annotator.workflow.browsing import filters
from annotator.workflow.browsing.filters import NO_FILTER
from annotator.workflow.browsing.search import hits
from annotator.workflow.project import Project
from annotator.workflow.values import UnitFilter

_PAGE = 50
_WORDS = (
    ("two characters, in many units", "海峡"),
    ("four characters, in one document", "第7号"),
    ("two characters, in none", "鯨油"),
    ("one character, in nearly all", "の"),
    ("one character, in none", "鯨"),
    ("a sentence", "内海の沿岸国にとっては外洋に出る唯一の出口"),
)


def main() -> None:
    """Search for words of several kinds, ours and the reference in turn."""
    options = arguments(__doc__ or "", units=1_000_000, rounds=5).parse_args()
    say_machine()
    with workplace(options) as folder:
        path = database(folder, units=options.units)
        with opened(path) as project, closing(_plain(project, folder / "texts.db")) as plain:
            (count,) = plain.execute("SELECT count(*) FROM texts").fetchone()
            say(f"{options.units:,} units, {count:,} of them clips and lines")
            for what, words in _WORDS:
                seconds = in_turn(_like(plain, words), _ours(project, words), rounds=options.rounds)
                report(what, seconds[1], seconds[0])
                slowest = share(seconds[1], 1.0)
                say(f"  first hits after {median(seconds[1]) * 1e3:.1f} ms, at most {slowest * 1e3:.1f} ms")
            _say_filters(project)


def _say_filters(project: Project) -> None:
    """Print how long it takes to select what the queue walks."""
    for what, wanted in (
        ("a tag", UnitFilter(tag="海峡通航")),
        (
            "a publisher and a month",
            UnitFilter(publisher="潮見放送ニュース", since="2022-06", until="2022-06"),
        ),
        ("altered quotations", UnitFilter(evidence="altered")),
        ("unanswered", UnitFilter(state="unanswered")),
        ("an answer", UnitFilter(label=("stance", "against"))),
    ):
        start = time.perf_counter()
        selection = filters.select(project, wanted)
        seconds = time.perf_counter() - start
        assert selection is not None
        say(f"filter by {what}: {selection.count:,} units in {seconds:.2f} s")


def _plain(project: Project, path: Path) -> sqlite3.Connection:
    """Make a plain table of the texts of all clips and lines."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE texts (id TEXT, text TEXT)")
    texts = ((hit.place.id, hit.text) for hit in hits(project, "", wanted=NO_FILTER))
    connection.executemany("INSERT INTO texts VALUES (?, ?)", texts)
    connection.commit()
    return connection


def _like(connection: sqlite3.Connection, words: str) -> Timed:
    def run() -> float:
        start = time.perf_counter()
        query = "SELECT id, text FROM texts WHERE text LIKE ? LIMIT ?"
        connection.execute(query, (f"%{words}%", _PAGE)).fetchall()
        return time.perf_counter() - start

    return run


def _ours(project: Project, words: str) -> Timed:
    def run() -> float:
        start = time.perf_counter()
        list(islice(hits(project, words), _PAGE))
        return time.perf_counter() - start

    return run


if __name__ == "__main__":
    main()
