"""The rules that tie the parts of a codebook together, one function each.

They read the file's tables before these are known to be right, so that every fault is found in one go. The
invariant: a rule speaks only of parts that it can read, and leaves wrong types to the model.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import get_args

from annotator.codebook.fields import UnitKind
from annotator.codebook.keys import ascii_key, reserved_by
from annotator.codebook.tables import LabelTable, Path, Table, labels_in, names_in, shown, tables_in

_KINDS: tuple[str, ...] = get_args(UnitKind)

Finding = tuple[Path, str]
"""Where something is wrong in the file, and the sentence that says what."""


def findings_in(data: Table) -> Iterator[Finding]:
    """Yield all that the rules find wrong, rule by rule."""
    for rule in _RULES:
        yield from rule(data)


def _ids_differ(data: Table) -> Iterator[Finding]:
    """Two ids that differ in case alone would be one file name and one spoken word."""
    yield from _same_but_for_case(("dimensions",), (name for name, _ in tables_in(data, "dimensions")))
    for kind in ("targets", "contradictions"):
        yield from _same_but_for_case((kind,), (name for name, _ in tables_in(data, kind)))
    for dimension, table in tables_in(data, "dimensions"):
        path = ("dimensions", dimension, "labels")
        yield from _same_but_for_case(path, (name for name, _ in tables_in(table, "labels")))


def _same_but_for_case(path: Path, names: Iterable[str]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for name in names:
        earlier = first.setdefault(name.casefold(), name)
        if earlier != name:
            yield (*path, name), f"the id `{shown(name)}` is the id `{shown(earlier)}` but for capitals"


def _ids_stand_once(data: Table) -> Iterator[Finding]:
    """The name of a table is the id, so a line for it could only contradict."""
    tables: list[tuple[Path, Table]] = []
    for kind in ("targets", "dimensions", "contradictions"):
        tables += [((kind, name), table) for name, table in tables_in(data, kind)]
    tables += [(one.path(), one.table) for one in labels_in(data)]
    for path, table in tables:
        if "id" in table:
            yield (*path, "id"), f"leave this out: the table's name, `{shown(path[-1])}`, is the id"


def _keys_are_free(data: Table) -> Iterator[Finding]:
    """A key that the program or the terminal owns never reaches a label."""
    for one in labels_in(data):
        key = _key_of(one)
        if key is not None and (owner := reserved_by(key)):
            yield one.path("key"), f"key `{shown(key)}` belongs to {owner} and to {one.name}"


def _keys_mean_one_thing(data: Table) -> Iterator[Finding]:
    """Among the labels that can be asked at one time, a key answers one."""
    owners: dict[str, list[LabelTable]] = {}
    for one in labels_in(data):
        key = _key_of(one)
        if key is None:
            continue
        earlier = owners.setdefault(key, [])
        if rival := next((other for other in earlier if _asked_together(other, one)), None):
            yield one.path("key"), f"key `{shown(key)}` belongs to {rival.name} and to {one.name}"
        earlier.append(one)


def _key_of(label: LabelTable) -> str | None:
    """Return the label's key as the program would read it, or None where none is written."""
    key = label.table.get("key")
    return ascii_key(key) or key if isinstance(key, str) else None


def _asked_together(first: LabelTable, second: LabelTable) -> bool:
    """Tell whether one unit can be asked for both labels."""
    if first.dimension == second.dimension:
        return True
    return not set(names_in(first.dimension_table, "units")).isdisjoint(
        names_in(second.dimension_table, "units")
    )


def _ranks_exist(data: Table) -> Iterator[Finding]:
    """An ordinal scale orders at least two ranks; a nominal one has none to stand apart from."""
    for dimension, table in tables_in(data, "dimensions"):
        labels = dict(tables_in(table, "labels"))
        apart = [name for name, label in labels.items() if label.get("apart") is True]
        if table.get("scale") == "ordinal" and labels and len(labels) - len(apart) < 2:
            ranks = "one rank" if len(labels) > len(apart) else "no ranks"
            path: Path = ("dimensions", dimension, "labels")
            yield path, f"an ordinal scale needs two ranks, this one has {ranks}"
        if table.get("scale") == "nominal":
            for name in apart:
                path = ("dimensions", dimension, "labels", name, "apart")
                yield path, "only a label of an ordinal scale can stand apart from the ranks"


def _reasons_are_given(data: Table) -> Iterator[Finding]:
    """A dimension that is dimmed on some units says why."""
    for dimension, table in tables_in(data, "dimensions"):
        units = names_in(table, "units")
        missing = [kind for kind in _KINDS if kind not in units]
        if _are_known(units) and missing and "not_asked" not in table:
            kinds = " and ".join(missing)
            yield ("dimensions", dimension, "not_asked"), f"is missing: say why it is not asked of {kinds}"


def _holders_are_known(data: Table) -> Iterator[Finding]:
    """A stance is somebody's: where there is a target, each kind of unit has a holder."""
    for dimension, table in tables_in(data, "dimensions"):
        holder = table.get("holder", {})
        if table.get("targeted") is True and isinstance(holder, dict):
            for kind in names_in(table, "units"):
                if kind in _KINDS and kind not in holder:
                    path = ("dimensions", dimension, "holder", kind)
                    yield path, f"is missing: say who holds the {shown(dimension)} of a {kind}"
        elif table.get("targeted", False) is False and "holder" in table:
            whole = ("dimensions", dimension, "holder")
            yield whole, "only a dimension with `targeted = true` has a holder"


def _exports_are_whole(data: Table) -> Iterator[Finding]:
    """A scheme that one label of a dimension exports to has a value, or `dropped`, for each of them."""
    for dimension, table in tables_in(data, "dimensions"):
        labels = dict(tables_in(table, "labels"))
        exports = [label["export"] for label in labels.values() if isinstance(label.get("export"), dict)]
        for scheme in dict.fromkeys(scheme for export in exports for scheme in export):
            for name, label in labels.items():
                if isinstance(label.get("export", {}), dict) and scheme not in label.get("export", {}):
                    path = ("dimensions", dimension, "labels", name, "export", scheme)
                    yield path, "is missing: other labels export to this scheme; write a value or `dropped`"


def _queue_is_asked(data: Table) -> Iterator[Finding]:
    """A unit that waits in the queue can be answered."""
    units = [names_in(table, "units") for _, table in tables_in(data, "dimensions")]
    asked = {kind for kinds in units for kind in kinds}
    known = units and all(_are_known(kinds) for kinds in units)
    for key in ("queue", "queue_without") if known else ():
        for kind in names_in(data, key):
            if kind in _KINDS and kind not in asked:
                yield (key,), f"`{kind}` is queued, but no dimension is asked of it"


def _contradictions_can_be(data: Table) -> Iterator[Finding]:
    """What contradicts each other is labels that exist, of two dimensions or more that one unit is asked for."""
    dimensions = dict(tables_in(data, "dimensions"))
    for name, table in tables_in(data, "contradictions"):
        path: Path = ("contradictions", name, "when")
        when = table.get("when")
        if not isinstance(when, dict):
            continue
        if len(when) < 2:
            yield path, "needs two dimensions: one answer alone contradicts nothing"
        for dimension in when:
            if dimension not in dimensions:
                yield (*path, dimension), f"there is no dimension `{shown(dimension)}`"
                continue
            labels = dict(tables_in(dimensions[dimension], "labels"))
            for label in names_in(when, dimension):
                if label not in labels:
                    yield (*path, dimension), f"`{shown(label)}` is no label of `{shown(dimension)}`"
        units = [set(names_in(dimensions[one], "units")) for one in when if one in dimensions]
        if len(units) == len(when) > 1 and all(units) and not set.intersection(*units):
            yield path, "can never be: no kind of unit is asked for all of these dimensions"


def _are_known(kinds: Collection[str]) -> bool:
    """Tell whether there are kinds and all of them exist, so that more can be said of them."""
    return bool(kinds) and all(kind in _KINDS for kind in kinds)


_RULES: tuple[Callable[[Table], Iterator[Finding]], ...] = (
    _ids_differ,
    _ids_stand_once,
    _keys_are_free,
    _keys_mean_one_thing,
    _ranks_exist,
    _reasons_are_given,
    _holders_are_known,
    _exports_are_whole,
    _queue_is_asked,
    _contradictions_can_be,
)
