"""What a key asks is found at the end of an index or by the units in view, however much was ever done.

A server keeps a plan that it made while its tables were empty, so the plans are looked at on a new project.
"""

from collections.abc import Callable, Sequence
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from annotator.store import annotations
from annotator.store.engines import pipeline
from annotator.store.engines.sqlite import driver_connection
from annotator.store.unit_snapshot import read_standing
from annotator.workflow.project import Project

Ask = Callable[[Connection], object]


def plans_on_sqlite(project: Project, ask: Ask) -> list[str]:
    """Return each step of the plans of what is asked, with the values in place."""
    asked: list[str] = []
    with project.database.reading() as connection:
        raw = driver_connection(connection)
        raw.set_trace_callback(asked.append)
        ask(connection)
        raw.set_trace_callback(None)
        return [str(row[3]) for words in asked for row in raw.execute(f"EXPLAIN QUERY PLAN {words}")]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("table", "ask"),
    [
        ("annotation", lambda connection: annotations.answers_in_document(connection, 1, "aya")),
        ("annotation", lambda connection: annotations.answers_in_document(connection, 1)),
        ("mark", lambda connection: annotations.marks_in_document(connection, 1, "aya")),
        ("mark", lambda connection: annotations.marks_in_document(connection, 1)),
        ("annotation", lambda connection: read_standing(connection, "f" * 20, "aya")),
    ],
    ids=["her answers", "all answers", "her marks", "all marks", "an act"],
)
def test_what_stands_in_a_document_is_found_by_its_units(project: Project, table: str, ask: Ask) -> None:
    steps = plans_on_sqlite(project, ask)
    (step,) = (step for step in steps if f" {table} " in step)
    assert step.startswith(f"SEARCH {table} USING ")
    assert "(unit_id=?" in step


@pytest.mark.sqlite
def test_an_act_reads_the_end_of_an_index_and_no_history(project: Project) -> None:
    steps = plans_on_sqlite(project, lambda connection: read_standing(connection, "f" * 20, "aya"))
    assert "SEARCH event USING COVERING INDEX ix_event_annotator_at_id (annotator=?)" in steps
    assert not any("SCAN" in step or "TEMP B-TREE" in step for step in steps)


@pytest.mark.postgresql
def test_an_act_reads_the_end_of_an_index_on_a_server(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[pipeline.Statement] = []
    run = pipeline.exchange

    def watched(
        raw: psycopg.Connection[Any], names: pipeline.Names, statements: Sequence[pipeline.Statement]
    ) -> list[Any]:
        asked.extend(statements)
        return run(raw, names, statements)

    monkeypatch.setattr(pipeline, "exchange", watched)
    with project.database.reading() as connection:
        read_standing(connection, "f" * 20, "aya")
        raw: Any = connection.connection.driver_connection
        _, (words, values) = asked
        plan = "\n".join(row[0] for row in psycopg.RawCursor(raw).execute(f"EXPLAIN {words}", values))
    assert "Index Only Scan Backward using ix_event_annotator_at_id" in plan
    assert "Aggregate" not in plan
