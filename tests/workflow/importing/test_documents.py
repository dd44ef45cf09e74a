"""Documents are recognized by content: known ones stay as they are, and an unreadable file stops nothing."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import text

from annotator.corpus.parse import parse
from annotator.corpus.source import read_source
from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import ReadOptions
from annotator.store import documents
from annotator.workflow.browsing.document_view import view_document
from annotator.workflow.importing.documents import add
from annotator.workflow.importing.report import ImportReport
from annotator.workflow.maintenance.verify import verify
from annotator.workflow.project import Project


def counts(report: ImportReport) -> tuple[int, int, int]:
    """Return how many documents were new, same and changed."""
    return report.new, report.same, len(report.changed)


def rows(project: Project, table: str) -> int:
    """Return the number of rows of a table."""
    with project.database.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_the_report_counts_documents_and_units(open_as: Callable[..., Project], posts: Path) -> None:
    report = add(open_as(), [str(posts)])
    assert counts(report) == (2, 0, 0)
    assert (report.contents.clips, report.contents.commentary, report.contents.quotations) == (3, 3, 2)
    assert report.problems == []


def test_a_document_is_stored_as_it_was_parsed(project: Project, post_text: str) -> None:
    assert view_document(project, 1).document.parse == parse(post_text)


@pytest.mark.parametrize("name", ["01-strait-talks", "10-salt-railway", "12-card-digest", "14-portal-page"])
def test_the_shipped_documents_are_stored_as_they_are_parsed(
    open_as: Callable[..., Project], root: Path, name: str
) -> None:
    path = root / "seeds" / f"{name}.txt"
    project = open_as()
    add(project, [str(path)])
    assert view_document(project, 1).document.parse == parse(read_source(path.read_bytes()).text)


def test_the_provenance_of_a_document_is_stored(project: Project, posts: Path) -> None:
    source = read_source((posts / "1-post.txt").read_bytes())
    provenance = view_document(project, 1).document.provenance
    # Of a file beside the database the way from there, else the whole path.
    assert provenance.source == (
        "posts/1-post.txt" if project.database.is_sqlite else str(posts / "1-post.txt")
    )
    assert (provenance.sha256, provenance.text_sha256) == (source.sha256, source.text_sha256)
    assert (provenance.encoding, provenance.removed) == ("utf-8", ())


def test_removed_characters_are_recorded(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("赤\x1b[31mい港\r\nの船".encode())
    project = open_as()
    add(project, [str(path)])
    document = view_document(project, 1).document
    assert document.parse.text == "赤[31mい港\nの船"
    assert document.provenance.removed == ((1, "U+001B"),)


def test_undecodable_bytes_are_a_diagnostic(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("港の船".encode() + b"\xff\n")
    project = open_as()
    add(project, [str(path)])
    parsed = view_document(project, 1).document.parse
    assert parsed.text == "港の船\ufffd\n"
    assert "undecodable" in [diagnostic.code for diagnostic in parsed.diagnostics]


def test_a_named_encoding_is_used(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("港の市場で競り始まる\n".encode("cp932"))
    project = open_as()
    add(project, [str(path)], ReadOptions(encoding="cp932"))
    assert view_document(project, 1).document.parse.text == "港の市場で競り始まる\n"
    assert view_document(project, 1).document.provenance.encoding == "cp932"


def test_adding_again_changes_nothing(project: Project, posts: Path) -> None:
    tables = ("document", "version", "address", "unit")
    before = [rows(project, table) for table in tables]
    assert counts(add(project, [str(posts)])) == (0, 2, 0)
    assert [rows(project, table) for table in tables] == before


def test_one_text_under_two_addresses_is_one_document(project: Project, posts: Path, post_text: str) -> None:
    (posts / "3-copy.txt").write_text(post_text, encoding="utf-8")
    assert counts(add(project, [str(posts)])) == (0, 3, 0)
    assert rows(project, "document") == 2
    assert rows(project, "address") == 3


def test_of_a_text_with_many_addresses_only_the_named_ones_are_read(
    open_as: Callable[..., Project], tmp_path: Path
) -> None:
    for number in range(150):
        (tmp_path / f"{number:03}.txt").write_text("#北航路(港)\n", "utf-8")
    project = open_as("aya")
    assert add(project, [str(tmp_path)]).new == 1
    with project.database.reading() as connection:
        (number,) = documents.document_numbers(connection)
        sources = sorted(documents.addresses_of(connection, number))
        text = documents.current_text(connection, number)
        (known,) = documents.known_documents(connection, [sources[7], "elsewhere.txt"], [text])
    assert len(sources) == 150
    assert list(known.addresses) == [sources[7]]


def test_a_text_of_which_one_file_is_left_is_at_a_new_address(
    open_as: Callable[..., Project], tmp_path: Path
) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("#北航路(港)\n", "utf-8")
    project = open_as("aya")
    add(project, [str(tmp_path)])
    for name in "ab":
        (tmp_path / f"{name}.txt").unlink()
    (tmp_path / "d.txt").write_text("#北航路(港)\n", "utf-8")
    report = add(project, [str(tmp_path)])
    assert (report.same, report.moved) == (2, [])
    (tmp_path / "c.txt").unlink()
    (tmp_path / "d.txt").rename(tmp_path / "e.txt")
    report = add(project, [str(tmp_path)])
    assert [one.before.rpartition("/")[2] for one in report.moved] == ["a.txt"]


def test_one_text_twice_in_one_run_is_one_document(
    open_as: Callable[..., Project], posts: Path, post_text: str
) -> None:
    (posts / "3-copy.txt").write_text(post_text, encoding="utf-8")
    project = open_as()
    assert counts(add(project, [str(posts)])) == (2, 1, 0)
    assert rows(project, "address") == 3


def test_other_bytes_of_one_text_are_one_document(
    open_as: Callable[..., Project], posts: Path, post_text: str
) -> None:
    (posts / "3-copy.txt").write_bytes(b"\xef\xbb\xbf" + post_text.replace("\n", "\r\n").encode())
    project = open_as()
    assert counts(add(project, [str(posts)])) == (2, 1, 0)


def test_one_file_named_twice_is_added_once(open_as: Callable[..., Project], posts: Path) -> None:
    path = str(posts / "1-post.txt")
    project = open_as()
    add(project, [path, path])
    assert rows(project, "document") == rows(project, "address") == 1


Result = TypeVar("Result")


class AfterOthers(ThreadPoolExecutor):
    """Lets others act after documents are parsed, before they are stored."""

    def __init__(self, others: Callable[[], object]) -> None:
        super().__init__(1)
        self._others = others

    def submit(self, work: Callable[..., Result], /, *items: Any, **named: Any) -> Future[Result]:
        """Parse, then let the others act."""
        future = super().submit(work, *items, **named)
        future.result()
        self._others()
        return future


def test_documents_that_others_add_meanwhile_are_recognized(
    open_as: Callable[..., Project], posts: Path
) -> None:
    project, other = open_as("aya"), open_as("ben")
    with AfterOthers(lambda: add(other, [str(posts)])) as executor:
        report = add(project, [str(posts)], executor=executor)
    assert counts(report) == (0, 2, 0)
    assert rows(project, "document") == 2
    assert list(verify(project)) == []


def test_a_dry_run_writes_nothing(open_as: Callable[..., Project], posts: Path) -> None:
    project = open_as()
    assert counts(add(project, [str(posts)], dry_run=True)) == (2, 0, 0)
    assert [rows(project, table) for table in ("document", "address", "unit")] == [0, 0, 0]


def test_a_dry_run_reports_what_the_run_then_does(
    project: Project, posts: Path, post_text: str, article_text: str
) -> None:
    (posts / "1-post.txt").write_text(post_text + "#南の海\n", encoding="utf-8")
    (posts / "3-copy.txt").write_text(article_text, encoding="utf-8")
    (posts / "4-new.txt").write_text(article_text + "終わり。\n", encoding="utf-8")
    dry = add(project, [str(posts)], dry_run=True)
    assert counts(dry) == (1, 2, 1)
    assert dry == add(project, [str(posts)])


def test_a_dry_run_of_many_files_reports_what_the_run_then_does(
    open_as: Callable[..., Project], tmp_path: Path
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03}.txt").write_text(f"港の記事{number % 110}\n", encoding="utf-8")
    project = open_as()
    dry = add(project, [str(folder)], dry_run=True)
    assert counts(add(project, [str(folder)])) == (110, 10, 0)
    assert counts(dry) == (110, 10, 0)


def test_an_unreadable_file_is_reported_and_the_others_are_added(
    open_as: Callable[..., Project], posts: Path
) -> None:
    (posts / "0-broken.txt").symlink_to(posts / "nowhere")
    project = open_as()
    report = add(project, [str(posts)])
    assert counts(report) == (2, 0, 0)
    (problem,) = report.problems
    assert (problem.where, bool(problem.what), bool(problem.advice)) == (
        (posts / "0-broken.txt").as_posix(),
        True,
        True,
    )


def test_nothing_is_added_if_a_path_does_not_exist(open_as: Callable[..., Project], posts: Path) -> None:
    project = open_as()
    with pytest.raises(FormatError, match="no such file"):
        add(project, [str(posts), str(posts / "missing")])
    assert rows(project, "document") == 0


def test_progress_is_reported(open_as: Callable[..., Project], posts: Path) -> None:
    reported: list[int] = []
    add(open_as(), [str(posts)], progress=lambda report: reported.append(report.new))
    assert reported == [2]


def test_commentary_is_queued_and_the_clips_of_a_page_without_commentary(project: Project) -> None:
    with project.database.reading() as connection:
        queued = connection.execute(
            text("SELECT document_id, kind FROM unit WHERE queued ORDER BY document_id, ordinal")
        ).all()
        stored = connection.execute(text("SELECT queued FROM document ORDER BY id")).scalars().all()
    assert [tuple(row) for row in queued] == [(1, "commentary")] * 3 + [(2, "clip")]
    assert stored == [3, 1]


def test_an_empty_file_is_a_document_without_units(open_as: Callable[..., Project], tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    project = open_as()
    assert counts(add(project, [str(tmp_path / "a.txt")])) == (1, 0, 0)
    assert rows(project, "unit") == 0
    assert list(verify(project)) == []


def test_documents_are_read_back_in_the_order_of_adding(project: Project, posts: Path) -> None:
    (posts / "0-late.txt").write_text("遅れて来た記事\n", encoding="utf-8")
    add(project, [str(posts)])
    with project.database.reading() as connection:
        sources = [Path(document.provenance.source).name for document in documents.read_documents(connection)]
    assert sources == ["1-post.txt", "2-article.txt", "0-late.txt"]


def test_the_real_documents_are_stored_as_they_are_parsed(
    open_as: Callable[..., Project], real_documents: list[Path]
) -> None:
    project = open_as()
    add(project, [str(path) for path in real_documents])
    with project.database.reading() as connection:
        stored = [document.parse for document in documents.read_documents(connection)]
    assert stored == [parse(read_source(path.read_bytes()).text) for path in real_documents]
    assert list(verify(project)) == []


def test_files_of_one_relative_name_in_two_folders_are_two_documents(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, words in (("a", "北の港です。\n"), ("b", "南の港です。\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "post.txt").write_text(words, "utf-8")
        monkeypatch.chdir(tmp_path / folder)
        assert add(project, ["post.txt"]).new == 1


def test_a_file_is_the_same_however_it_is_named(
    project: Project, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(posts)
    assert add(project, ["1-post.txt"]).same == 1
    (posts / "1-post.txt").write_text("ほかの文です。\n", "utf-8")
    assert [changed.source for changed in add(project, ["1-post.txt"]).changed] == ["1-post.txt"]


def test_url_title_and_date_of_an_input_are_stored(open_as: Callable[..., Project], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "朝の港", "url": "https://a.example/1", "title": "朝", "date": "2022-01-31"}\n',
        encoding="utf-8",
    )
    project = open_as()
    add(project, [str(path)])
    provenance = view_document(project, 1).document.provenance
    assert provenance.source.endswith("a.jsonl#https://a.example/1")
    assert (provenance.url, provenance.title, provenance.date) == ("https://a.example/1", "朝", "2022-01-31")


def test_records_are_recognized_when_their_order_changes(
    open_as: Callable[..., Project], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("url,text\nhttps://a.example/1,朝の港\nhttps://a.example/2,夜の港\n", encoding="utf-8")
    project = open_as()
    assert counts(add(project, [str(path)])) == (2, 0, 0)
    rows_ = ["https://a.example/3,昼の港", "https://a.example/2,夜の港", "https://a.example/1,朝の海"]
    path.write_text("url,text\n" + "\n".join(rows_) + "\n", encoding="utf-8")
    report = add(project, [str(path)])
    assert counts(report) == (1, 1, 1)
    assert [changed.source for changed in report.changed] == [f"{path.as_posix()}#https://a.example/1"]


def test_an_unchanged_file_is_not_parsed_again(
    project: Project, posts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.workflow.importing.parsing.read_raw_document", None)
    assert counts(add(project, [str(posts)])) == (0, 2, 0)


def test_an_unchanged_file_is_parsed_again_with_another_encoding(project: Project, posts: Path) -> None:
    report = add(project, [str(posts / "1-post.txt")], ReadOptions(encoding="latin-1"))
    assert counts(report) == (0, 0, 1)


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_entries_of_a_page_and_a_link_to_a_file_are_counted(
    open_as: Callable[..., Project], tmp_path: Path, dry_run: bool
) -> None:
    (tmp_path / "a.txt").write_text("朝の港\n", encoding="utf-8")
    (tmp_path / "b.txt").symlink_to("a.txt")
    page = "<html><div class='entry-content'>一</div><div class='entry-content'>二</div></html>"
    (tmp_path / "c.html").write_text(page, encoding="utf-8")
    project = open_as()
    report = add(project, [str(tmp_path / name) for name in ("a.txt", "b.txt", "c.html")], dry_run=dry_run)
    assert counts(report) == (3, 1, 0)
