"""CoNLL columns: IOB2 over characters, outer quotations only, a side file that leads back to the text."""

import json

from annotator.formats.writers import conll
from tests.formats.writers.datasets import LINE, dataset


def test_the_tagged_characters_are_the_outer_quotations() -> None:
    given = dataset()
    files = {name: b"".join(lines).decode() for name, lines in conll.files(given)}
    first, second = files["quotations.conll"].rstrip("\n").split("\n\n")
    quotations: list[str] = []
    for line in first.split("\n"):
        sign, tag = line.split(" ")
        if tag == "B-quotation":
            quotations.append("")
        if tag != "O":
            quotations[-1] += sign
    assert quotations == ["毎日開ける『氷も割る』", "船を出す"]
    assert second.split("\n")[0] == "# O"
    assert given.losses["nested quotations"] == 1
    assert given.losses["clips and quotations without a line"] == 1
    items = [json.loads(line) for line in files["items.jsonl"].splitlines()]
    assert [item["item_id"][0] for item in items] == ["b", "f"]
    assert "".join(LINE[position] for position in items[0]["positions"]) == LINE
