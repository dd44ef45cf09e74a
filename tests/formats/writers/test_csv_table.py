"""CSV that spreadsheets and programs read alike."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.writers import csv_table
from tests.formats.writers.datasets import CLIP, dataset, records


def rows() -> list[dict[str, str]]:
    text = b"".join(csv_table.lines(dataset())).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_unit_is_a_row_with_its_labels() -> None:
    found = rows()
    assert [row["id"] for row in found] == [record.id for record in records()]
    assert (found[1]["stance"], found[1]["stance_by"]) == ("against", "single")
    assert json.loads(found[1]["annotations"])[0]["target"] == "港"
    assert json.loads(found[0]["document_tags"]) == ["=1+1", "港"]
    assert found[0]["text"] == CLIP


def test_the_label_columns_follow_the_codebook() -> None:
    header = next(csv_table.lines(dataset())).decode().strip().split(",")
    for dimension in dataset().codebook.dimensions:
        assert header.count(dimension.id) == header.count(f"{dimension.id}_by") == 1


@given(st.text(max_size=20))
def test_any_cell_is_restored_and_none_is_a_formula(cell: str) -> None:
    guarded = csv_table.guarded(cell)
    assert csv_table.restored(guarded) == cell
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
