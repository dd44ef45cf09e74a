"""Loading a codebook from text, or reporting every problem with its file, place and sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.codebook.load import CodebookError, parse_codebook

UNREADABLE = "this statement cannot be read, or its end is missing"
REPEATED = "this repeats or contradicts an earlier key or table"


def problems_of(text: str) -> list[str]:
    with pytest.raises(CodebookError) as refusal:
        parse_codebook(text, origin="x.toml")
    return str(refusal.value).splitlines()


def test_a_valid_text_gives_a_codebook_in_file_order(small_text: str) -> None:
    codebook = parse_codebook(small_text, origin="small.toml")
    assert [one.id for one in codebook.dimensions] == ["stance", "grade"]
    assert [one.id for one in codebook.dimension("grade").labels] == ["A", "B", "F"]
    assert [one.id for one in codebook.targets] == ["bridge"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name = ", f"x.toml: line 1, column 1: not valid TOML: {UNREADABLE}"),
        ("[a]\nb = 1\n  c d = 2\n\n[e]\n", f"x.toml: line 3, column 3: not valid TOML: {UNREADABLE}"),
        ('a = 1\n\nb = """x\n\n', f"x.toml: line 3, column 1: not valid TOML: {UNREADABLE}"),
        ("a = [\n1,\n2\n]\nb = [\n1 2\n]", f"x.toml: line 5, column 1: not valid TOML: {UNREADABLE}"),
        ('name = "a"\nname = "b"', f"x.toml: line 2, column 1: not valid TOML: {REPEATED}"),
        ("a = 1\r\na = 2\r\n", f"x.toml: line 2, column 1: not valid TOML: {REPEATED}"),
        ("[a.b]\n[a.b]\nc = 1\nd = 2", f"x.toml: line 2, column 1: not valid TOML: {REPEATED}"),
        ("[a]\nb = [\n1]\nc = 1\n[a]\n[d]", f"x.toml: line 5, column 1: not valid TOML: {REPEATED}"),
        ("a = " + "[" * 3000, "x.toml: the whole file: not valid TOML: it is nested too deeply"),
        ("a = " + "1" * 5000, "x.toml: the whole file: not valid TOML: a number in it is too long"),
    ],
)
def test_a_text_that_is_not_toml_is_refused_with_its_position(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_an_empty_text_misses_all_that_is_required() -> None:
    missing = ["name", "version", "title", "rule", "queue", "dimensions"]
    assert problems_of("") == [f"x.toml: {key}: is missing" for key in missing]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('version = "1.0.0"', 'version = "1.0"', "version: `1.0` is no version"),
        ('version = "1.0.0"', 'version = "01.0.0"', "version: `01.0.0` is no version"),
        ('version = "1.0.0"', "version = 1", "version: is no text: write it in quotation marks"),
        ('name = "small"', 'name = "the small"', "name: `the small` is no identifier"),
        ('name = "small"', 'colour = 1\nname = "small"', "colour: is no key that a codebook has here"),
        ('key = "b"', 'key = "b"\nvalue = 1', "dimensions.grade.labels.B.value: is no key that"),
        ('key = "b"', 'key = "bb"', "dimensions.grade.labels.B.key: `bb` is no key for a label"),
        ('key = "b"', 'key = "B"', "dimensions.grade.labels.B.key: `B` is no key for a label"),
        ('key = "b"', 'key = "ｂ"', "dimensions.grade.labels.B.key: `ｂ` is no key for a label"),
        ('key = "b"', 'key = ""', "dimensions.grade.labels.B.key: is no key for a label"),
        ('key = "b"', "", "dimensions.grade.labels.B.key: is missing"),
        ("apart = true", "apart = 1", "dimensions.grade.labels.F.apart: is neither true nor false"),
        ('units = ["clip"]', 'units = ["page"]', "dimensions.grade.units: `page` is none of `clip`, `commen"),
        ('units = ["clip"]', "units = []", "dimensions.grade.units: is empty: it needs at least one"),
        ('units = ["clip"]', "units = 1", "dimensions.grade.units: is no list"),
        ('scale = "ordinal"', 'scale = "ratio"', "dimensions.grade.scale: `ratio` is none of `nominal`"),
        ('scale = "ordinal"', "scale = [1]", "dimensions.grade.scale: this value is none of `nominal`"),
        ('ja = "等級"', 'ja = " "', "dimensions.grade.name.ja: is empty"),
        ('"Grade", ja = "等級"', '"Grade"', "dimensions.grade.name.ja: is missing"),
        ('name = { en = "Grade", ja = "等級" }', 'name = "Grade"', "dimensions.grade.name: is no table"),
        ("queue = [", "max_targets = 0\nqueue = [", "max_targets: is less than 1"),
        ("queue = [", "max_targets = true\nqueue = [", "max_targets: is no whole number"),
        ("labels.A]", 'labels."A\\u001b B"]', 'dimensions.grade.labels."A\\x1b B": `A\\x1b B` is no'),
        ('{ semeval = "FAVOR" }', "{ semeval = 1 }", "dimensions.stance.labels.favor.export.semeval: is no"),
        ('{ semeval = "FAVOR" }', '"FAVOR"', "dimensions.stance.labels.favor.export: is no table"),
        ("[targets.bridge]", "[[targets]]", "targets: is no table"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_in_plain_words(small_text: str, old: str, new: str, problem: str) -> None:
    assert small_text.count(old) == 1
    (found,) = problems_of(small_text.replace(old, new))
    assert found.startswith(f"x.toml: {problem}")


def test_all_problems_come_at_once_in_file_order(small_text: str) -> None:
    text = small_text.replace('version = "1.0.0"', 'version = "one"').replace('key = "2"', 'key = "1"')
    text = text.replace('scale = "ordinal"', 'scale = "ratio"').replace('key = "f"', 'key = "?"')
    assert [problem.split(": ")[1] for problem in problems_of(text)] == [
        "version",
        "dimensions.stance.labels.unsure.key",
        "dimensions.grade.scale",
        "dimensions.grade.labels.F.key",
    ]


def test_every_unknown_kind_is_named(small_text: str) -> None:
    found = problems_of(small_text.replace('units = ["clip"]', 'units = ["page", "line"]'))
    assert [line.split("`")[1] for line in found] == ["page", "line"]


def test_a_problem_has_file_place_and_message(small_text: str) -> None:
    with pytest.raises(CodebookError) as refusal:
        parse_codebook(small_text.replace('key = "2"', 'key = "1"'), origin="x.toml")
    (problem,) = refusal.value.problems
    assert (problem.origin, problem.place) == ("x.toml", "dimensions.stance.labels.unsure.key")
    assert problem.message == "key `1` belongs to stance/favor and to stance/unsure"


@pytest.mark.parametrize(
    "text", ["a" + ".a" * 5000 + " = 1", "max_targets = 0x" + "f" * 9000, "name = '\ud800'"]
)
def test_extreme_texts_are_refused_too(text: str) -> None:
    assert problems_of(text)


@given(st.text())
def test_any_text_gives_a_codebook_or_problems(text: str) -> None:
    assert gives_codebook_or_problems(text)


keys = st.sampled_from(
    ["dimensions", "labels", "targets", "stance", "favor", "key", "id", "units", "holder", "export"]
)
values = st.sampled_from(
    ['"1"', '"!"', "1", "[]", '["clip"]', "{}", "{ a = 1 }", "true", '{ id = "x" }', "[[1]]"]
)


@given(st.lists(st.tuples(st.lists(keys, min_size=1, max_size=5), values), max_size=6))
def test_any_tables_give_a_codebook_or_problems(lines: list[tuple[list[str], str]]) -> None:
    assert gives_codebook_or_problems("\n".join(f"{'.'.join(path)} = {value}" for path, value in lines))


@settings(max_examples=200)
@given(data=st.data())
def test_any_line_replaced_gives_a_codebook_or_problems(core_text: str, data: st.DataObject) -> None:
    lines = core_text.splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    name = lines[number].split(" = ")[0]
    lines[number] = data.draw(
        st.one_of(st.just(""), values.map(lambda value: f"{name} = {value}"), st.text())
    )
    assert gives_codebook_or_problems("\n".join(lines))


def gives_codebook_or_problems(text: str) -> bool:
    """Tell whether a text gives a codebook, or problems that each name a place and say in words what is wrong."""
    try:
        return bool(parse_codebook(text, origin="x.toml").dimensions)
    except CodebookError as error:
        return all(
            problem.place and problem.message and str(problem).isprintable() for problem in error.problems
        )
