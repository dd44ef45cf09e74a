"""The rules that relate the parts of a codebook to each other, one function each.

They read the tables of the file before these are validated, so that all problems are reported at once. A rule checks
only what it can read, and leaves wrong types to the model. No table, however wrong, makes a rule raise.
"""

from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple, get_args

from annotator.codebook.keys import ascii_key
from annotator.corpus.unit_ids import UnitKind

Table = dict[str, Any]
KeyPath = tuple[str, ...]

_KINDS: tuple[str, ...] = get_args(UnitKind)

Finding = tuple[KeyPath, str]
"""The path of a problem in the file, and its message."""


def findings_in(data: Table) -> Iterator[Finding]:
    """Yield the findings of all rules."""
    for rule in _RULES:
        yield from rule(data)


class LabelTable(NamedTuple):
    """The table of one label, with its dimension."""

    dimension: str
    dimension_table: Table
    label: str
    table: Table

    @property
    def name(self) -> str:
        """The label as messages name it: `stance/favor`."""
        return f"{printable(self.dimension)}/{printable(self.label)}"

    def path(self, *rest: str) -> KeyPath:
        """Return the path of the label, or of a key in it."""
        return ("dimensions", self.dimension, "labels", self.label, *rest)


def tables_in(table: Table, key: str) -> Iterator[tuple[str, Table]]:
    """Yield the named tables under `key`; other values are left out."""
    inner = table.get(key)
    for name, value in inner.items() if isinstance(inner, dict) else ():
        if isinstance(value, dict):
            yield name, value


def labels_in(data: Table) -> Iterator[LabelTable]:
    """Yield every label of every dimension, in file order."""
    for dimension, dimension_table in tables_in(data, "dimensions"):
        for label, table in tables_in(dimension_table, "labels"):
            yield LabelTable(dimension, dimension_table, label, table)


def strings_in(table: Table, key: str) -> tuple[str, ...]:
    """Return the strings listed under `key`; other values are left out."""
    listed = table.get(key)
    return tuple(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()


def printable(text: str) -> str:
    """Return a value for a message: short, on one line, without control characters."""
    text = text if len(text) <= 60 else text[:59] + "…"
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _tables_with_id(data: Table) -> Iterator[tuple[KeyPath, Table]]:
    """Yield every table whose name is an id, with its path."""
    for kind in ("targets", "dimensions", "contradictions"):
        yield from (((kind, name), table) for name, table in tables_in(data, kind))
    yield from ((label.path(), label.table) for label in labels_in(data))


def _ids_differ_beyond_case(data: Table) -> Iterator[Finding]:
    """Ids that differ in case alone would be the same file name."""
    first: dict[KeyPath, str] = {}
    for path, _ in _tables_with_id(data):
        name = path[-1]
        earlier = first.setdefault((*path[:-1], name.casefold()), name)
        if earlier != name:
            yield path, f"the id `{printable(name)}` is the id `{printable(earlier)}` but for capitals"


def _ids_are_not_repeated(data: Table) -> Iterator[Finding]:
    """The name of a table is the id, so an `id` in it is redundant at best."""
    for path, table in _tables_with_id(data):
        if "id" in table:
            yield (*path, "id"), f"leave this out: the table's name, `{printable(path[-1])}`, is the id"


def _keys_are_unambiguous(data: Table) -> Iterator[Finding]:
    """Among the labels that one unit can get, a key belongs to one."""
    labels_of_key: dict[str, list[LabelTable]] = {}
    for label in labels_in(data):
        key = label.table.get("key")
        if not isinstance(key, str):
            continue
        key = ascii_key(key) or key
        earlier = labels_of_key.setdefault(key, [])
        if rival := next((other for other in earlier if _have_common_unit(other, label)), None):
            yield label.path("key"), f"key `{printable(key)}` belongs to {rival.name} and to {label.name}"
        earlier.append(label)


def _have_common_unit(first: LabelTable, second: LabelTable) -> bool:
    """Tell whether one unit can get both labels."""
    if first.dimension == second.dimension:
        return True
    return not set(strings_in(first.dimension_table, "units")).isdisjoint(
        strings_in(second.dimension_table, "units")
    )


def _ranks_exist(data: Table) -> Iterator[Finding]:
    """An ordinal scale has at least two ranks; a nominal one has none to set a label apart from."""
    for dimension, table in tables_in(data, "dimensions"):
        labels = dict(tables_in(table, "labels"))
        apart = [name for name, label in labels.items() if label.get("apart") is True]
        if table.get("scale") == "ordinal" and labels and len(labels) - len(apart) < 2:
            ranks = "one rank" if len(labels) > len(apart) else "no ranks"
            path: KeyPath = ("dimensions", dimension, "labels")
            yield path, f"an ordinal scale needs two ranks, this one has {ranks}"
        if table.get("scale") == "nominal":
            for name in apart:
                path = ("dimensions", dimension, "labels", name, "apart")
                yield path, "only a label of an ordinal scale can stand apart from the ranks"


def _exclusions_have_reasons(data: Table) -> Iterator[Finding]:
    """A dimension that does not apply to some kinds of unit says why."""
    for dimension, table in tables_in(data, "dimensions"):
        units = strings_in(table, "units")
        missing = [kind for kind in _KINDS if kind not in units]
        if _are_known(units) and missing and "not_asked" not in table:
            kinds = " and ".join(missing)
            yield ("dimensions", dimension, "not_asked"), f"is missing: say why it is not asked of {kinds}"


def _holders_are_known(data: Table) -> Iterator[Finding]:
    """A dimension with a target has a holder for each kind of unit."""
    for dimension, table in tables_in(data, "dimensions"):
        holder = table.get("holder", {})
        if table.get("targeted") is True and isinstance(holder, dict):
            for kind in strings_in(table, "units"):
                if kind in _KINDS and kind not in holder:
                    path = ("dimensions", dimension, "holder", kind)
                    yield path, f"is missing: say who holds the {printable(dimension)} of a {kind}"
        elif table.get("targeted", False) is False and "holder" in table:
            whole = ("dimensions", dimension, "holder")
            yield whole, "only a dimension with `targeted = true` has a holder"


def _exports_are_complete(data: Table) -> Iterator[Finding]:
    """An export scheme has a value, or `dropped`, for each label of a dimension."""
    for dimension, table in tables_in(data, "dimensions"):
        labels = dict(tables_in(table, "labels"))
        exports = [label["export"] for label in labels.values() if isinstance(label.get("export"), dict)]
        for scheme in dict.fromkeys(scheme for export in exports for scheme in export):
            for name, label in labels.items():
                if isinstance(label.get("export", {}), dict) and scheme not in label.get("export", {}):
                    path = ("dimensions", dimension, "labels", name, "export", scheme)
                    yield path, "is missing: other labels export to this scheme; write a value or `dropped`"


def _queue_is_answerable(data: Table) -> Iterator[Finding]:
    """Some dimension applies to each kind of unit in the queue."""
    units = [strings_in(table, "units") for _, table in tables_in(data, "dimensions")]
    asked = {kind for kinds in units for kind in kinds}
    known = units and all(_are_known(kinds) for kinds in units)
    for key in ("queue", "queue_without") if known else ():
        for kind in strings_in(data, key):
            if kind in _KINDS and kind not in asked:
                yield (key,), f"`{kind}` is queued, but no dimension is asked of it"


def _contradictions_are_possible(data: Table) -> Iterator[Finding]:
    """A contradiction names existing labels, of two or more dimensions that apply to one kind of unit."""
    dimensions = dict(tables_in(data, "dimensions"))
    for name, table in tables_in(data, "contradictions"):
        path: KeyPath = ("contradictions", name, "when")
        when = table.get("when")
        if not isinstance(when, dict):
            continue
        if len(when) < 2:
            yield path, "needs two dimensions: one answer alone contradicts nothing"
        for dimension in when:
            if dimension not in dimensions:
                yield (*path, dimension), f"there is no dimension `{printable(dimension)}`"
                continue
            labels = dict(tables_in(dimensions[dimension], "labels"))
            for label in strings_in(when, dimension):
                if label not in labels:
                    yield (*path, dimension), f"`{printable(label)}` is no label of `{printable(dimension)}`"
        units = [set(strings_in(dimensions[one], "units")) for one in when if one in dimensions]
        if len(units) == len(when) > 1 and all(units) and not set.intersection(*units):
            yield path, "can never be: no kind of unit is asked for all of these dimensions"


def _are_known(kinds: Collection[str]) -> bool:
    """Tell whether there are kinds and all of them exist."""
    return bool(kinds) and all(kind in _KINDS for kind in kinds)


_RULES: tuple[Callable[[Table], Iterator[Finding]], ...] = (
    _ids_differ_beyond_case,
    _ids_are_not_repeated,
    _keys_are_unambiguous,
    _ranks_exist,
    _exclusions_have_reasons,
    _holders_are_known,
    _exports_are_complete,
    _queue_is_answerable,
    _contradictions_are_possible,
)
