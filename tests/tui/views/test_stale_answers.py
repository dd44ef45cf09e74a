"""What changed since a unit was answered is shown beside its words."""

from pathlib import Path

import pytest

from annotator.codebook.model import Language
from annotator.corpus.model import DiffPart
from annotator.tui.messages import format_diff
from annotator.tui.state.session import Session
from annotator.tui.text.layout import Paragraph
from annotator.tui.views.lines import lines_page
from annotator.workflow.importing.documents import add
from annotator.workflow.project import Project
from tests.annotating import answer


def read_again(project: Project, old: str, new: str) -> None:
    """Change the first document, and read it again."""
    path = Path("walk/1-route.txt")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    add(project, ["walk"])


def page(session: Session, language: Language = "en") -> str:
    """Return what the pane of the lines shows."""
    parts = lines_page(session, language).parts
    return "\n".join(part.text for part in parts if isinstance(part, Paragraph))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Changed since you answered"), ("ja", "回答後に変更")]
)
def test_a_stale_answer_shows_what_changed(walk: Project, language: Language, words: str) -> None:
    session = Session(walk)
    session.begin()
    answer(walk, session.cursor.unit.id, dimension="fact_opinion", label="fact")
    read_again(walk, "どのクリップの下でもない行", "どのクリップの上でもない行")
    session = Session(walk)
    session.begin()
    assert f"{words}: #前置き(どのクリップの[-下-]{{+上+}}でもない行)" in page(session, language)
    assert session.cursor.view.former_texts == {session.cursor.unit.id: "#前置き(どのクリップの下でもない行)"}
    session.answer(session.codebook.dimension("fact_opinion"), "fact")
    assert words not in page(session, language)
    assert not any(given.stale for given in session.answers)


def test_an_answer_that_may_be_to_another_line_says_so(walk: Project) -> None:
    read_again(walk, "#市場(秤・赤い札)\n", "#市場(秤・赤い札)\n" * 2)
    session = Session(walk)
    session.begin()
    twin = session.cursor.view.document.parse.commentary[-2].id
    answer(walk, twin, dimension="fact_opinion", label="fact")
    read_again(walk, "#市場(秤・赤い札)\n" * 2, "#市場(秤・赤い札)\n")
    session = Session(walk)
    session.begin()
    session.navigation.go_to_unit(twin)
    assert "it may be another of several equal lines" in page(session)


def test_a_difference_is_readable_without_colour() -> None:
    parts: tuple[DiffPart, ...] = (
        ("equal", "港"),
        ("delete", "の"),
        ("insert", "は"),
        ("replace", "朝", "昼"),
    )
    assert format_diff(parts) == "港[-の-]{+は+}[-朝-]{+昼+}"
