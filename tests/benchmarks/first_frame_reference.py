"""The reference of the first frame: the same libraries, one row of a SQLite file, one widget."""

import sys

import typer  # noqa: F401 - imported because the program imports it
from sqlmodel import create_engine, text
from textual.app import App, ComposeResult
from textual.widgets import Static


class Reference(App[None]):
    """Shows the text of the unit with the given id."""

    def compose(self) -> ComposeResult:
        """Read one row and show it."""
        query = text(
            "SELECT substr(version.text, unit.start + 1, unit.end - unit.start) FROM unit "
            "JOIN version ON version.id = unit.version_id WHERE unit.id = :id"
        )
        with create_engine(f"sqlite:///{sys.argv[1]}").connect() as connection:
            yield Static(connection.execute(query, {"id": sys.argv[2]}).scalar_one(), markup=False)


Reference().run()
