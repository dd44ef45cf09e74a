"""Where else a text stands is shown below it, and a key leads there and in the end back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.codebook.model import Language
from annotator.corpus.model import Commentary
from annotator.tui.app import AnnotatorApp
from annotator.tui.messages import say
from annotator.tui.state.cursor import UnitPosition
from annotator.tui.state.queue_navigation import NAMED_DUPLICATES
from annotator.tui.state.session import Session
from annotator.tui.text.layout import Paragraph
from annotator.tui.views.clip import clip_page
from annotator.tui.views.lines import lines_page
from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project
from tests.tui.driving import said

POST = """\
ベルカの港 冬の航路を再開へ https://t.co/Ab3dE5fGh7
— 潮見放送ニュース (@shiomi_news) 2022年6月13日
港湾局は氷で閉じていた冬の航路を来月から再開すると発表しました。
#北航路(サーリ局長「航路は毎日開けておく」)
#番号({number})
#灯台(岬・百年)
"""


@pytest.fixture
def twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_as: Callable[..., Project]) -> Project:
    """Aya's project: two posts that differ in one line, and one more that holds a line of theirs twice."""
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        Path(f"{number}-post.txt").write_text(POST.format(number=number), "utf-8")
    Path("3-lines.txt").write_text("#灯台(岬・百年)\n#港(朝)\n＃灯台（岬・百年）。\n", "utf-8")
    project = open_as("aya")
    add(project, [f"{name}.txt" for name in ("1-post", "2-post", "3-lines")])
    return project


@pytest.fixture
def session(twice: Project) -> Session:
    """A walk that has begun, at the first line of all."""
    begun = Session(twice)
    assert begun.begin()
    return begun


def told(session: Session, language: Language = "en") -> str:
    """Return what the panes say of other places."""
    page = [
        *clip_page(session, language, unfolded=False),
        *lines_page(session, language).parts,
    ]
    words = [say(key, language, places="") for key in ("same_in", "nearly_in")]
    return "\n".join(
        one.text for one in page if isinstance(one, Paragraph) and one.text.startswith(tuple(words))
    )


def answer_all(session: Session) -> None:
    """Answer all that is asked of the unit."""
    for dimension in session.codebook.asked_of(session.cursor.kind):
        session.answer(dimension, dimension.labels[0].id)


def test_a_line_and_its_clip_name_their_near_duplicates(session: Session) -> None:
    assert told(session) == "also in 2-post.txt\nalso in [ ] 2-post.txt  ( > goes there )"


def test_near_duplicates_are_named_in_japanese(session: Session) -> None:
    assert told(session, "ja") == "同じ文: 2-post.txt\n同じ文: [ ] 2-post.txt  ( > で移動 )"


def test_a_unit_without_near_duplicates_shows_nothing(session: Session) -> None:
    assert session.navigation.move_line(1)
    assert told(session) == "also in 2-post.txt"
    assert session.navigation.near_duplicates(session.cursor.unit) == []
    assert not session.navigation.next_near_duplicate()


def test_places_in_the_document_are_named_as_such(session: Session) -> None:
    session.navigation.move_line(1)
    session.navigation.move_line(1)
    assert (
        told(session).splitlines()[1]
        == "also in [ ] 2-post.txt, [ ] 3-lines.txt, [ ] 3-lines.txt  ( > goes there )"
    )
    assert session.navigation.next_near_duplicate()
    assert session.navigation.next_near_duplicate()
    assert "also in [ ] this document, [ ] 1-post.txt, [ ] 2-post.txt" in told(session)


def test_further_near_duplicates_are_mentioned(session: Session, twice: Project) -> None:
    Path("4-post.txt").write_text(POST.format(number=4), "utf-8")
    add(twice, ["4-post.txt"])
    session.navigation.go_to_unit(session.cursor.unit.id)
    again = Session(twice)
    assert again.begin()
    again.navigation.move_line(1)
    again.navigation.move_line(1)
    assert len(again.navigation.near_duplicates(again.cursor.unit)) == NAMED_DUPLICATES + 1
    assert "and more" in told(again)


def test_the_key_goes_round_all_near_duplicates(session: Session) -> None:
    session.navigation.move_line(1)
    session.navigation.move_line(1)
    begun = session.cursor.unit.id
    seen = []
    for _ in range(4):
        assert session.navigation.next_near_duplicate()
        seen.append((session.cursor.view.document.number, session.cursor.position))
    assert seen == [
        (2, UnitPosition(0, 2)),
        (3, UnitPosition(0, 0)),
        (3, UnitPosition(0, 2)),
        (1, UnitPosition(0, 2)),
    ]
    assert session.cursor.unit.id == begun


def test_a_clip_goes_to_its_near_duplicate(session: Session) -> None:
    assert session.cursor.toggle_clip()
    assert session.navigation.next_near_duplicate()
    assert (session.cursor.view.document.number, session.cursor.position) == (2, UnitPosition(0, None))


def test_near_duplicates_that_are_done_are_marked(session: Session) -> None:
    answer_all(session)
    assert session.navigation.next_near_duplicate()
    assert "also in [x] 1-post.txt" in told(session)
    answer_all(session)
    assert session.navigation.next_near_duplicate()
    assert "also in [x] 2-post.txt" in told(session)


def test_the_work_of_others_is_not_shown(session: Session, open_as: Callable[..., Project]) -> None:
    other = Session(open_as("ken"))
    assert other.begin()
    assert other.navigation.next_near_duplicate()
    answer_all(other)
    assert "also in [ ] 2-post.txt" in told(session)


def test_undo_removes_the_mark(session: Session) -> None:
    answer_all(session)
    session.navigation.next_near_duplicate()
    assert "also in [x] 1-post.txt" in told(session)
    while session.undo():
        pass
    session.navigation.go_to_unit(session.navigation.near_duplicates(session.cursor.unit)[0].unit.id)
    assert isinstance(session.cursor.unit, Commentary)
    assert "also in [ ]" in told(session)


async def test_the_screen_goes_to_a_near_duplicate(twice: Project) -> None:
    app = AnnotatorApp(twice, "en")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(">")
        assert app.session.cursor.view.document.number == 2
        await pilot.press(">", "down", ">")
        assert app.session.cursor.view.document.number == 1
        await pilot.pause()
        assert say("no_near_duplicate", "en") in said(pilot)
