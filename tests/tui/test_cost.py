"""What a move asks of the database: a few statements, however many lines, quotations and equal texts there are."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from annotator.tui.state.session import Session
from annotator.tui.views import document_panes
from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project

CLIP = """\
ベルカの港 冬の航路を再開へ{number} #shiomi_news https://t.co/Ab3dE5fGh7
— 潮見放送ニュース (@shiomi_news) 2022年6月13日
港湾局のサーリ局長は「航路は三月まで毎日開けておく」と述べ、氷の割れる音を合図に船を出すと語りました。
"""
LINE = "#冬の航路{line}(サーリ局長「航路は三月まで毎日開けておく」・漁業者「氷の割れる音を合図に船を出す」)\n"


@contextmanager
def counted(project: Project) -> Iterator[list[str]]:
    """Give the statements that a SQLite project runs, as they come."""
    seen: list[str] = []

    def trace(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(seen.append)

    def untrace(connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(None)

    event.listen(project.database.engine, "checkout", trace)
    event.listen(project.database.engine, "checkin", untrace)
    yield seen
    event.remove(project.database.engine, "checkout", trace)
    event.remove(project.database.engine, "checkin", untrace)


@pytest.fixture
def crowded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_as: Callable[..., Project]) -> Project:
    """Aya's project: five documents that share their lines, the last two with thirty lines each."""
    folder = tmp_path / "crowded"
    folder.mkdir()
    for number in range(5):
        lines = "".join(LINE.format(line=line) for line in range(3 if number < 3 else 30))
        (folder / f"{number}.txt").write_text(CLIP.format(number=number) + lines, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    project = open_as("aya")
    add(project, ["crowded"])
    return project


def look(session: Session) -> None:
    """Make what the screen shows of the place."""
    document_panes.clip_page(session, "en", unfolded=False)
    document_panes.lines_page(session, "en")


def asked(seen: list[str]) -> int:
    """Return how many questions there were, and forget them."""
    count = sum(words.lstrip("( \n").upper().startswith(("SELECT", "WITH")) for words in seen)
    seen.clear()
    return count


def test_a_move_asks_little_whatever_is_there(crowded: Project) -> None:
    session = Session(crowded)
    assert session.begin()
    look(session)
    within: list[int] = []
    across: list[int] = []
    with counted(crowded) as seen:
        for _ in range(40):
            before = session.cursor.view.number
            assert session.navigation.move_line(1)
            look(session)
            (within if session.cursor.view.number == before else across).append(asked(seen))
    # The places with the text of a line, and with that of a clip.
    assert max(within) <= 3
    assert len(across) == 4
    # The document, its units, address and place, what she did there, and the places with its texts.
    assert max(across) <= 14
    assert across[-1] == across[0]
