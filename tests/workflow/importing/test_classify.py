"""Which document a record is: its text decides first, then its address."""

from collections.abc import Callable, Collection, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.store.values import KnownDocument, Provenance
from annotator.workflow.importing.classify import Decision, classify


def record(source: str, text: str, sha256: str = "") -> Provenance:
    """Return a record of a text, whose bytes are the text's own unless they are given."""
    return Provenance(source, sha256 or f"bytes of {text}", text, "utf-8", ())


def document(key: str, *texts: str, at: Collection[str] = (), number: int = 1) -> KnownDocument:
    """Return a document that had these texts, the last of them now, and was last read at these addresses."""
    return KnownDocument(number, key, texts[-1], frozenset(texts), dict.fromkeys(at, f"bytes of {texts[-1]}"))


def decide(records: list[Provenance], *known: KnownDocument, gone: Collection[str] = ()) -> list[Decision]:
    """Classify records, where the files at some addresses are gone."""
    return classify(records, known, addresses_in(known), lambda source: source not in gone)


def addresses_in(known: Sequence[KnownDocument]) -> Callable[[int], Collection[str]]:
    """Return what gives the addresses of each of these documents."""
    return lambda number: next(one.addresses for one in known if one.number == number)


def kinds(records: list[Provenance], *known: KnownDocument, gone: Collection[str] = ()) -> list[str]:
    """Return the kinds of the decisions."""
    return [decision.kind for decision in decide(records, *known, gone=gone)]


def test_an_unknown_text_at_an_unknown_address_is_a_new_document() -> None:
    assert decide([record("a", "x" * 30)]) == [Decision("new", "x" * 20)]


def test_the_same_bytes_at_the_same_address_are_the_same_document() -> None:
    assert decide([record("a", "t")], document("k", "t", at=["a"])) == [Decision("same", "k")]


def test_other_bytes_of_the_same_text_are_recorded() -> None:
    found = decide([record("a", "t", "other bytes")], document("k", "t", at=["a"]))
    assert found == [Decision("same", "k", at_new_address=True)]


def test_another_text_at_a_known_address_changes_the_document() -> None:
    assert decide([record("a", "u")], document("k", "t", at=["a"])) == [Decision("changed", "k")]


def test_a_former_text_at_a_known_address_changes_the_document_back() -> None:
    assert decide([record("a", "t")], document("k", "t", "u", at=["a"])) == [Decision("changed", "k")]


def test_a_copy_of_a_file_is_the_same_document_at_a_new_address() -> None:
    found = decide([record("b", "t")], document("k", "t", at=["a"]))
    assert found == [Decision("same", "k", at_new_address=True)]


def test_a_known_text_whose_file_is_gone_has_moved() -> None:
    found = decide([record("b", "t")], document("k", "t", at=["a"]), gone=["a"])
    assert found == [Decision("moved", "k", at_new_address=True, moved_from="a")]


def test_files_that_changed_places_are_the_same_documents() -> None:
    known = document("1", "t", at=["a"]), document("2", "u", at=["b"], number=2)
    assert decide([record("a", "u"), record("b", "t")], *known) == [
        Decision("moved", "2", at_new_address=True, moved_from="b"),
        Decision("moved", "1", at_new_address=True, moved_from="a"),
    ]


def test_of_several_documents_with_a_text_it_is_the_first() -> None:
    known = document("1", "t", "u"), document("2", "t", number=2)
    assert [decision.document for decision in decide([record("a", "t")], *known)] == ["1"]


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_text_that_is_met_twice_is_one_document(is_gone: bool) -> None:
    # Standard input leads to no file, and still is one document.
    found = decide([record("a", "t"), record("b", "t")], gone=["a", "b"] if is_gone else [])
    assert found == [Decision("new", "t"), Decision("same", "t", at_new_address=True)]


def test_a_file_that_is_named_twice_is_read_once() -> None:
    assert decide([record("a", "t")] * 2) == [Decision("new", "t"), Decision("same", "t")]


def test_an_address_that_is_met_with_two_texts_changes_its_document() -> None:
    assert decide([record("a", "t"), record("a", "u")]) == [Decision("new", "t"), Decision("changed", "t")]


def test_two_files_that_change_to_one_text_become_one_document() -> None:
    known = document("1", "t", at=["a"]), document("2", "u", at=["b"], number=2)
    found = decide([record("a", "x"), record("b", "x")], *known)
    assert [(decision.kind, decision.document) for decision in found] == [("changed", "1"), ("moved", "1")]


_records = st.lists(
    st.builds(record, st.sampled_from("abcd"), st.sampled_from("tuvw")), min_size=1, max_size=8
)


@given(records=_records, later=_records)
def test_classifying_at_once_or_in_two_parts_gives_the_same_documents(
    records: list[Provenance], later: list[Provenance]
) -> None:
    whole = classify([*records, *later], [], addresses_in([]), lambda _: True)
    first, second = whole[: len(records)], whole[len(records) :]
    texts: dict[str, list[str]] = {}
    addresses: dict[str, tuple[str, str]] = {}
    for one, decision in zip(records, first, strict=True):
        if decision.kind in ("new", "changed"):
            texts.setdefault(decision.document, []).append(one.text_sha256)
        addresses[one.source] = (decision.document, one.sha256)
    known = [
        KnownDocument(
            number,
            key,
            had[-1],
            frozenset(had),
            {source: sha256 for source, (its, sha256) in sorted(addresses.items()) if its == key},
        )
        for number, (key, had) in enumerate(texts.items(), 1)
    ]
    again = classify(later, known, addresses_in(known), lambda _: True)
    assert [_effect(decision) for decision in again] == [_effect(decision) for decision in second]


def _effect(decision: Decision) -> tuple[str, bool]:
    """Return the document of a decision, and whether it has a new text."""
    return decision.document, decision.kind in ("new", "changed")
