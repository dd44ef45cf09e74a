"""Folders are read in name order; what cannot be read is a problem in its place."""

import io
import os
import sys
from pathlib import Path

import pytest

from annotator.formats.errors import FormatError
from annotator.formats.readers.inputs import DEFAULT_OPTIONS, InputFile, RawDocument, ReadOptions
from annotator.formats.readers.reading import find_raw_documents


def names(folder: Path, *paths: Path, globs: tuple[str, ...] = ()) -> list[str]:
    """Return what is read under paths, relative to a folder."""
    found = []
    for item in find_raw_documents([str(path) for path in paths or (folder,)], ReadOptions(globs=globs)):
        address = item.file.source if isinstance(item, RawDocument) else f"! {item.where}"
        found.append(address.replace(f"{folder.as_posix()}/", ""))
    return found


def fill(folder: Path, *paths: str) -> None:
    """Make files whose content is their own path."""
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path, encoding="utf-8")


def test_a_folder_is_read_in_name_order(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "10.txt", "a.txt", "2.txt", "あ.txt")
    assert names(tmp_path) == ["10.txt", "2.txt", "a.txt", "b.txt", "あ.txt"]


def test_folders_in_it_follow_in_name_order(tmp_path: Path) -> None:
    fill(tmp_path, "z.txt", "2021/b.txt", "2021/a.txt", "2020/12/c.txt", "2020/d.txt")
    assert names(tmp_path) == ["z.txt", "2020/d.txt", "2020/12/c.txt", "2021/a.txt", "2021/b.txt"]


def test_only_files_of_known_formats_are_taken(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "B.TXT", "README.md", "notes", "c.txt~", "d.json", "e.html", "f.tar", "txt")
    assert names(tmp_path) == ["B.TXT", "a.txt", "e.html"]


@pytest.mark.parametrize(
    ("globs", "wanted"),
    [
        (("*.md",), ["README.md", "2022/notes.md"]),
        (("2022/*",), ["2022/a.txt", "2022/notes.md"]),
        (("*.txt", "README*"), ["README.md", "a.txt", "2022/a.txt"]),
        (("*",), ["README.md", "a.txt", "2022/a.txt", "2022/notes.md"]),
        (("nothing",), []),
    ],
)
def test_a_pattern_chooses_files_by_name_or_path(
    tmp_path: Path, globs: tuple[str, ...], wanted: list[str]
) -> None:
    fill(tmp_path, "a.txt", "README.md", "2022/a.txt", "2022/notes.md", ".hidden.txt")
    assert names(tmp_path, globs=globs) == wanted


def test_a_pattern_leaves_named_files_alone(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    assert names(tmp_path, tmp_path / "a.txt", globs=("*.html",)) == ["a.txt"]


def test_what_is_hidden_is_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "d/.e/f.txt")
    assert names(tmp_path) == ["a.txt"]


def test_a_file_that_is_named_is_read_whatever_its_name(tmp_path: Path) -> None:
    fill(tmp_path, "README.md", ".hidden")
    assert names(tmp_path, tmp_path / "README.md", tmp_path / ".hidden") == ["README.md", ".hidden"]


def test_paths_are_read_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt", "a.txt", "folder/c.txt")
    assert names(tmp_path, tmp_path / "b.txt", tmp_path / "folder", tmp_path / "a.txt") == [
        "b.txt",
        "folder/c.txt",
        "a.txt",
    ]


def test_bytes_are_given_as_they_are(tmp_path: Path) -> None:
    raw = bytes(range(256)) + b"\r\n"
    (tmp_path / "a.txt").write_bytes(raw)
    (item,) = find_raw_documents([str(tmp_path)], DEFAULT_OPTIONS)
    path = tmp_path / "a.txt"
    assert item == RawDocument(InputFile(path.as_posix(), path, "text"), None, raw)


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert names(tmp_path) == []


def test_a_path_that_does_not_exist_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    with pytest.raises(FormatError) as refusal:
        find_raw_documents([str(tmp_path / "a.txt"), str(tmp_path / "missing.txt")], DEFAULT_OPTIONS)
    assert refusal.value.where == str(tmp_path / "missing.txt")


def test_a_link_to_nothing_is_reported_in_its_place(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "c.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "nowhere")
    assert names(tmp_path) == ["a.txt", "! b.txt", "c.txt"]


def test_a_pipe_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    fill(tmp_path, "b.txt")
    os.mkfifo(tmp_path / "a.txt")
    assert names(tmp_path) == ["! a.txt", "b.txt"]


def test_a_link_in_a_ring_ends(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    assert names(tmp_path) == ["a.txt"]


def test_a_link_to_a_file_of_the_folder_is_read(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to("a.txt")
    assert names(tmp_path) == ["a.txt", "b.txt"]


def test_links_out_of_the_folder_are_reported_and_not_followed(tmp_path: Path) -> None:
    fill(tmp_path, "in/a.txt", "out/secret.txt", "out/more/b.txt")
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (tmp_path / "in" / "c").symlink_to(tmp_path / "out" / "more")
    (tmp_path / "in" / "d.txt").symlink_to(Path("..") / "out" / "secret.txt")
    assert names(tmp_path, tmp_path / "in") == ["in/a.txt", "! in/b.txt", "! in/d.txt", "! in/c"]


def test_a_link_out_of_the_folder_is_read_where_it_is_named(tmp_path: Path) -> None:
    fill(tmp_path, "out/a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "out" / "a.txt")
    assert names(tmp_path, tmp_path / "in" / "b.txt") == ["in/b.txt"]


def test_a_file_that_cannot_be_read_is_reported_and_the_rest_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a.txt", "b.txt", "c.txt")
    opened = os.open

    def refuse(path: str | Path, flags: int) -> int:
        if Path(path).name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", refuse)
    assert names(tmp_path) == ["a.txt", "! b.txt", "c.txt"]


def test_a_folder_that_cannot_be_listed_is_reported_and_the_rest_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, "a.txt", "locked/b.txt", "open/c.txt")
    scan = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert sorted(names(tmp_path)) == ["! locked", "a.txt", "open/c.txt"]


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="names of files are Unicode here")
def test_a_name_that_is_no_utf8_gives_an_address_that_can_be_stored(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"x")
    (item,) = find_raw_documents([str(tmp_path)], DEFAULT_OPTIONS)
    assert isinstance(item, RawDocument)
    assert item.file.source == f"{tmp_path.as_posix()}/\\udcff\\udcfe.txt"
    assert item.file.source.encode("utf-8")


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xe6\xb5\xb7\n")))
    assert list(find_raw_documents(["-"], DEFAULT_OPTIONS)) == [
        RawDocument(InputFile("-", None, "text"), None, b"\xe6\xb5\xb7\n")
    ]


def test_many_folders_follow_in_name_order(tmp_path: Path) -> None:
    wanted = [f"{number:02}/a.txt" for number in range(40)]
    fill(tmp_path, *wanted[::-3], *wanted[-2::-3], *wanted[-3::-3])
    assert names(tmp_path) == wanted
