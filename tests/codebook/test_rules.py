"""The rules of a codebook, one test for each."""

import pytest

from annotator.codebook.load import CodebookError, parse_codebook


def problems_of(text: str, *changes: tuple[str, str]) -> list[str]:
    """Return the problems, without their origin, of a text with changes made to it."""
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    with pytest.raises(CodebookError) as refusal:
        parse_codebook(text, origin="x.toml")
    return [f"{problem.place}: {problem.message}" for problem in refusal.value.problems]


def test_ids_that_differ_in_capitals_alone_are_refused(small_text: str) -> None:
    assert problems_of(small_text, ("labels.B]", "labels.a]")) == [
        "dimensions.grade.labels.a: the id `a` is the id `A` but for capitals"
    ]


def test_dimensions_and_targets_too_differ_in_more_than_capitals(small_text: str) -> None:
    text = small_text.replace("dimensions.grade", "dimensions.Stance")
    target = '[targets.bridge]\nname = { en = "x", ja = "x" }\n[targets.Bridge]'
    assert problems_of(text, ("[targets.bridge]", target)) == [
        "targets.Bridge: the id `Bridge` is the id `bridge` but for capitals",
        "dimensions.Stance: the id `Stance` is the id `stance` but for capitals",
    ]


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("[targets.bridge]", "targets.bridge"),
        ("[dimensions.grade]", "dimensions.grade"),
        ("[dimensions.grade.labels.B]", "dimensions.grade.labels.B"),
    ],
)
def test_an_id_is_written_once(small_text: str, header: str, path: str) -> None:
    (problem,) = problems_of(small_text, (header, f'{header}\nid = "other"'))
    assert problem.startswith(
        f"{path}.id: leave this out: the table's name, `{path.split('.')[-1]}`, is the id"
    )


@pytest.mark.parametrize("key", ["!", "？", "。", "め", "space", "F10", "ctrl+i", "ctrl+h"])
def test_a_key_of_the_program_or_the_terminal_is_refused(small_text: str, key: str) -> None:
    assert problems_of(small_text, ('key = "b"', f'key = "{key}"')) == [
        f"dimensions.grade.labels.B.key: `{key}` is no key for a label: "
        "write one lower-case ASCII letter or one digit"
    ]


def test_a_key_twice_in_one_dimension_is_refused_with_both_owners(small_text: str) -> None:
    assert problems_of(small_text, ('key = "b"', 'key = "f"')) == [
        "dimensions.grade.labels.F.key: key `f` belongs to grade/B and to grade/F"
    ]


def test_a_key_twice_among_dimensions_asked_together_is_refused(small_text: str) -> None:
    assert problems_of(small_text, ('units = ["clip"]', 'units = ["clip", "commentary"]')) == [
        "dimensions.grade.labels.A.key: key `1` belongs to stance/favor and to grade/A"
    ]


def test_a_key_and_its_variant_are_one_key(small_text: str) -> None:
    (problem,) = problems_of(small_text, ('key = "2"', 'key = "１"'))
    assert problem.endswith("key `1` belongs to stance/favor and to stance/unsure")


def test_the_clash_of_the_shipped_codebook_names_both_owners(core_text: str) -> None:
    assert problems_of(core_text, ('key = "q"', 'key = "1"')) == [
        "dimensions.fact_opinion.labels.fact.key: key `1` belongs to stance/favor and to fact_opinion/fact"
    ]


@pytest.mark.parametrize(("apart", "ranks"), [(["b"], "one rank"), (["1", "b"], "no ranks")])
def test_an_ordinal_scale_has_ranks(small_text: str, apart: list[str], ranks: str) -> None:
    start = small_text.index("[dimensions.grade]")
    stance, grade = small_text[:start], small_text[start:]
    for key in apart:
        grade = grade.replace(f'key = "{key}"', f'key = "{key}"\napart = true')
    assert problems_of(stance + grade) == [
        f"dimensions.grade.labels: an ordinal scale needs two ranks, this one has {ranks}"
    ]


def test_a_nominal_label_is_not_apart(small_text: str) -> None:
    (problem,) = problems_of(small_text, ('key = "2"', 'key = "2"\napart = true'))
    assert problem.startswith("dimensions.stance.labels.unsure.apart: only a label of an ordinal scale")


def test_an_empty_list_of_labels_is_refused_once(small_text: str) -> None:
    text = small_text[: small_text.index("[dimensions.grade.labels.A]")] + "[dimensions.grade.labels]\n"
    assert problems_of(text) == ["dimensions.grade.labels: is empty: it needs at least one"]


def test_a_dimension_says_why_it_is_not_asked(small_text: str) -> None:
    reason = 'not_asked = { en = "nobody holds it", ja = "主体がない" }\n'
    assert problems_of(small_text, (reason, "")) == [
        "dimensions.stance.not_asked: is missing: say why it is not asked of clip"
    ]


def test_a_target_needs_a_holder_for_each_kind(small_text: str) -> None:
    assert problems_of(small_text, (', quotation = "speaker" }', " }")) == [
        "dimensions.stance.holder.quotation: is missing: say who holds the stance of a quotation"
    ]


def test_a_dimension_without_target_has_no_holder(small_text: str) -> None:
    assert problems_of(small_text, ("targeted = true\n", "")) == [
        "dimensions.stance.holder: only a dimension with `targeted = true` has a holder"
    ]


def test_a_scheme_has_a_value_for_each_label(small_text: str) -> None:
    (problem,) = problems_of(small_text, ('export = { semeval = "dropped" }\n', ""))
    assert problem.startswith("dimensions.stance.labels.unsure.export.semeval: is missing")


def test_a_queued_kind_is_asked_something(small_text: str) -> None:
    text = small_text.replace('units = ["clip"]', 'units = ["quotation"]').replace(
        'key = "1"', 'key = "3"', 1
    )
    assert problems_of(text) == ["queue_without: `clip` is queued, but no dimension is asked of it"]


CONTRADICTION = """\
[contradictions.doubt]
when = { stance = ["favor"], mood = ["calm"] }
says = { en = "both", ja = "両方" }

[dimensions.mood]
name = { en = "Mood", ja = "気分" }
scale = "nominal"
units = ["commentary"]
required = false
not_asked = { en = "only lines have one", ja = "行だけにある" }
question = { en = "Which?", ja = "どれか。" }
guideline = { en = "Read.", ja = "読む。" }

[dimensions.mood.labels.calm]
key = "m"
name = { en = "calm", ja = "静か" }
definition = { en = "Calm.", ja = "静か。" }
example = "甲"
counterexample = "乙"

[dimensions.stance]"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("stance = [", "stanse = [", "doubt.when.stanse: there is no dimension `stanse`"),
        ('["favor"]', '["for"]', "doubt.when.stance: `for` is no label of `stance`"),
        (', mood = ["calm"]', "", "doubt.when: needs two dimensions: one answer alone contradicts nothing"),
        ('["calm"]', "[]", "doubt.when.mood: is empty: it needs at least one"),
        ('["calm"]', "[1]", "doubt.when.mood: is no text: write it in quotation marks"),
        ("when = {", "when = 1 #", "doubt.when: is no table"),
        ('["calm"]', '"calm"', "doubt.when.mood: is no list"),
        (
            'mood = ["calm"]',
            'grade = ["A"]',
            "doubt.when: can never be: no kind of unit is asked for all of these dimensions",
        ),
        ("says = {", 'id = "x"\nsays = {', "doubt.id: leave this out: the table's name, `doubt`, is the id"),
    ],
)
def test_a_contradiction_is_one_that_can_be(small_text: str, old: str, new: str, problem: str) -> None:
    text = small_text.replace("[dimensions.stance]", CONTRADICTION, 1)
    assert problems_of(text, (old, new)) == [f"contradictions.{problem}"]


def test_answers_that_contradict_each_other_are_found(small_text: str) -> None:
    codebook = parse_codebook(small_text.replace("[dimensions.stance]", CONTRADICTION, 1), origin="x.toml")
    both = {("stance", "favor"), ("mood", "calm")}
    assert [one.id for one in codebook.contradictions_in(both)] == ["doubt"]
    assert codebook.contradictions_in({("stance", "unsure"), ("mood", "calm")}) == ()
    assert codebook.contradictions_in({("stance", "favor")}) == ()
