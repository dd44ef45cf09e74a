"""Grouping of records into texts with spans, and the sets of labels of a text."""

from annotator.formats.writers.dataset import label_sets, labelled_texts
from tests.formats.writers.datasets import LINE, records


def test_every_span_of_a_text_is_its_quotation() -> None:
    texts = list(labelled_texts(records()))
    assert [text.record.kind for text in texts] == ["clip", "commentary", "commentary"]
    quotations = texts[1].quotations
    assert [one.span.of(LINE) for one in quotations] == [one.record.text for one in quotations]
    assert [one.nested for one in quotations] == [False, True, False]


def test_a_quotation_without_its_line_is_a_text_of_its_own() -> None:
    texts = list(labelled_texts([one for one in records() if one.id != "b" * 20]))
    assert [text.record.id[0] for text in texts] == ["a", "c", "d", "e", "f"]
    assert not any(text.quotations for text in texts)


def test_each_annotator_has_a_set_of_labels_and_stale_ones_are_none() -> None:
    line = records()[1]
    assert [name for name, _ in label_sets(line, gold=False)] == ["aya", "ben, 田中"]
    line.annotations[0].stale = True
    assert [name for name, _ in label_sets(line, gold=False)] == ["ben, 田中"]
    assert label_sets(records()[-1], gold=False) == [("", [])]


def test_gold_is_one_set_of_aggregated_labels() -> None:
    ((name, answers),) = label_sets(records()[1], gold=True)
    assert name == ""
    assert {(one.dimension, one.label) for one in answers} == {
        ("stance", "against"),
        ("fact_opinion", "opinion"),
    }
