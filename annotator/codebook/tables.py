"""The tables of a codebook file as TOML gives them: reading them before they are known to be right.

A file keeps dimensions, labels, targets, exports and contradictions in tables named by their ids; the model keeps
them in order, each with its id inside. This module owns that step and the way back, from a place in the model to a
path in the file. The invariant: no table, however wrong, makes anything here raise.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

Table = dict[str, Any]
Path = tuple[str, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# The fields that take the name of a table, and so have no line of their own in the file.
_NAMED_BY_TABLE = frozenset({"id", "scheme", "value", "dimension", "any_of"})


class LabelTable(NamedTuple):
    """One label as written, with the dimension that it stands in."""

    dimension: str
    dimension_table: Table
    label: str
    table: Table

    @property
    def name(self) -> str:
        """The label as messages call it: `stance/favor`."""
        return f"{shown(self.dimension)}/{shown(self.label)}"

    def path(self, *rest: str) -> Path:
        """Return the path of the label, or of a key in it."""
        return ("dimensions", self.dimension, "labels", self.label, *rest)


def tables_in(table: Table, key: str) -> Iterator[tuple[str, Table]]:
    """Yield the named tables under `key`, leaving out all that is no table."""
    inner = table.get(key)
    for name, value in inner.items() if isinstance(inner, dict) else ():
        if isinstance(value, dict):
            yield name, value


def labels_in(data: Table) -> Iterator[LabelTable]:
    """Yield every label of every dimension, in file order."""
    for dimension, dimension_table in tables_in(data, "dimensions"):
        for label, table in tables_in(dimension_table, "labels"):
            yield LabelTable(dimension, dimension_table, label, table)


def names_in(table: Table, key: str) -> tuple[str, ...]:
    """Return the names listed under `key`, leaving out all that is no text."""
    listed = table.get(key)
    return tuple(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()


def as_fields(data: Table) -> Table:
    """Return the file's tables as the fields of the model."""
    fields = dict(data)
    _list_under(fields, "targets")
    _list_under(fields, "dimensions")
    _list_under(fields, "contradictions")
    for contradiction in fields.get("contradictions") or ():
        if isinstance(contradiction, dict):
            _list_conditions(contradiction)
    for dimension in fields.get("dimensions") or ():
        if isinstance(dimension, dict):
            _list_under(dimension, "labels")
            for label in dimension.get("labels") or ():
                if isinstance(label, dict):
                    _list_exports(label)
    return fields


def path_of(data: Table, location: tuple[int | str, ...]) -> Path:
    """Return the path in the file of a place in the model's fields."""
    path: list[str] = []
    node: Any = data
    named = False
    for step in location:
        if isinstance(step, int):
            named = isinstance(node, dict)
            if named:
                path.append(list(node)[step])
                node = node[path[-1]]
        elif not named or step not in _NAMED_BY_TABLE or (isinstance(node, dict) and step in node):
            path.append(step)
            node = node.get(step) if isinstance(node, dict) else None
            named = False
    return tuple(path)


def order_of(data: Table, path: Path) -> tuple[int, ...]:
    """Return what sorts paths as the file has them; what a table misses comes first in it."""
    places = []
    node: Any = data
    for step in path:
        keys = list(node) if isinstance(node, dict) else []
        places.append(keys.index(step) if step in keys else -1)
        node = node.get(step) if isinstance(node, dict) else None
    return tuple(places)


def dotted(path: Path) -> str:
    """Return a path as TOML writes it, with quotes where a name needs them."""
    return ".".join(step if _BARE_KEY.fullmatch(step) else f'"{shown(step)}"' for step in path)


def shown(text: str) -> str:
    """Return a value for a message: short, on one line, with nothing that a terminal would obey."""
    text = text if len(text) <= 60 else text[:59] + "…"
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _list_under(table: Table, key: str) -> None:
    """Put a list of tables with their ids in the place of the named tables under `key`."""
    if key in table:
        table[key] = _listed(table[key])


def _listed(tables: object) -> list[object] | None:
    """Return named tables as a list of tables with ids, or None where they are no table."""
    if not isinstance(tables, dict):
        return None
    return [{**value, "id": name} if isinstance(value, dict) else value for name, value in tables.items()]


def _list_conditions(contradiction: Table) -> None:
    """Put a list of dimensions with their labels in the place of the table of conditions."""
    if "when" in contradiction:
        table = contradiction["when"]
        if isinstance(table, dict):
            contradiction["when"] = [
                {"dimension": dimension, "any_of": labels} for dimension, labels in table.items()
            ]
        else:
            contradiction["when"] = None


def _list_exports(label: Table) -> None:
    """Put a list of schemes with their values in the place of the label's export table."""
    if "export" in label:
        table = label["export"]
        if isinstance(table, dict):
            label["export"] = [{"scheme": scheme, "value": value} for scheme, value in table.items()]
        else:
            label["export"] = None
