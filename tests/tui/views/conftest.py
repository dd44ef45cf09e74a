"""Sessions at places of the project of the screen's tests."""

import pytest

from annotator.tui.state.session import Session


@pytest.fixture
def first(session: Session) -> Session:
    """At the first of the three lines of the first clip."""
    session.navigation.move_clip(1)
    return session


@pytest.fixture
def flags(session: Session) -> Session:
    """At the first line of the document that holds what would be markup."""
    while session.cursor.view.number < 2:
        session.navigation.move_clip(1)
    return session
