"""A file is written whole or not at all."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.formats.errors import FormatError
from annotator.formats.writers.atomic_file import write_lines


def breaking(error: BaseException) -> Iterator[bytes]:
    """Give one line and then fail."""
    yield b"new\n"
    raise error


def test_lines_are_written(tmp_path: Path) -> None:
    write_lines([b"a\n", b"b\n"], tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == b"a\nb\n"


def test_nothing_else_is_left_beside_it(tmp_path: Path) -> None:
    write_lines([b"a\n"], tmp_path / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_no_lines_make_an_empty_file(tmp_path: Path) -> None:
    write_lines([], tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    write_lines([b"a\n"], tmp_path / "exports" / "new" / "out.jsonl")
    assert (tmp_path / "exports" / "new" / "out.jsonl").read_bytes() == b"a\n"


def test_the_old_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"old, and longer\n")
    write_lines([b"new\n"], tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == b"new\n"


@pytest.mark.parametrize(
    "error", [ValueError("half way"), KeyboardInterrupt(), OSError(28, "No space left on device")]
)
def test_an_error_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"old\n")
    with pytest.raises(FormatError if isinstance(error, OSError) else type(error)):
        write_lines(breaking(error), tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_bytes() == b"old\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_the_old_file_stands_until_the_new_one_is_complete(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_bytes(b"old\n")
    seen: list[bytes] = []

    def look() -> Iterator[bytes]:
        yield b"new\n"
        seen.append((tmp_path / "out.jsonl").read_bytes())

    write_lines(look(), tmp_path / "out.jsonl")
    assert seen == [b"old\n"]


def test_the_new_file_is_on_disk_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(descriptor: int) -> None:
        order.append("sync")
        fsync(descriptor)

    def note_replace(path: Path, target: Path) -> Path:
        order.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    write_lines([b"a\n"], tmp_path / "out.jsonl")
    assert order[:2] == ["sync", "replace"]


def a_folder(tmp_path: Path) -> Path:
    """Return a path where a folder stands."""
    (tmp_path / "out.jsonl").mkdir()
    return tmp_path / "out.jsonl"


def under_a_file(tmp_path: Path) -> Path:
    """Return a path whose folder is a file."""
    (tmp_path / "file").touch()
    return tmp_path / "file" / "out.jsonl"


def too_long(tmp_path: Path) -> Path:
    """Return a path with a name that no file can have."""
    return tmp_path / ("n" * 300)


@pytest.mark.parametrize("place", [a_folder, under_a_file, too_long])
def test_a_place_that_takes_no_file_is_refused_in_words(
    tmp_path: Path, place: Callable[[Path], Path]
) -> None:
    path = place(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(FormatError) as refusal:
        write_lines([b"a\n"], path)
    error = refusal.value
    assert (error.where, bool(error.what), bool(error.advice)) == (str(path), True, True)
    assert sorted(tmp_path.iterdir()) == before


def test_none_is_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_lines([b"a\n", "海\n".encode()], None)
    assert capfdbinary.readouterr() == ("a\n海\n".encode(), b"")
