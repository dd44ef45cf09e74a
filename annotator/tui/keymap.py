"""Which key does what: the keys of the table of actions, or those of a person's own key file.

Invariant: in a `Keymap` every action has a key, no key belongs to two actions, none to an action and a label of
the codebook, and none is one that the terminal keeps for itself. A file that would break this is refused whole, with
every clash and both its owners named.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from annotator.codebook.keys import ascii_key
from annotator.codebook.model import Codebook, Dimension, Label
from annotator.codebook.toml import TomlError, parse_toml
from annotator.tui.actions import ACTIONS, Action
from annotator.workflow.errors import Refused

TERMINAL_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "ctrl+i": "tab",
        "ctrl+m": "enter",
        "ctrl+j": "line feed",
        "ctrl+h": "backspace",
        "ctrl+[": "escape",
        "ctrl+@": "ctrl+space",
        "ctrl+c": "interrupt",
        "ctrl+d": "end of input",
        "ctrl+z": "suspend",
        "ctrl+s": "stop output",
        "ctrl+\\": "stop the program",
    }
)
"""Keys that a terminal sends as another key or uses itself, each with what it does."""

_LABEL_KEY = re.compile(r"[a-z0-9]")
_NAMED_KEY = re.compile(
    r"((ctrl|shift|alt)\+){0,2}(up|down|left|right|home|end|pageup|pagedown|insert|delete|f([1-9]|1[0-9]|2[0-4]))"
    r"|(ctrl|alt)\+[a-z]|shift\+tab|tab|enter|escape|space|backspace"
)


class Keymap:
    """The keys of every action; those of the labels are in the codebook."""

    def __init__(self, keys: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Take the keys of actions by their ids; the other actions have their default keys."""
        self._keys = {action.id: (keys or {}).get(action.id, action.keys) for action in ACTIONS}
        self._actions = {key: action for action in ACTIONS for key in self._keys[action.id]}

    def action_for(self, key: str) -> Action | None:
        """Return the action that a key runs."""
        return self._actions.get(key)

    def keys_of(self, action: str) -> tuple[str, ...]:
        """Return the keys of an action, the one to show first."""
        return self._keys[action]

    def named(self, action: str) -> str:
        """Return the first key of an action as people write it, such as `Ctrl+Q`."""
        key = self._keys[action][0]
        return key if len(key) == 1 else "+".join(part.capitalize() for part in key.split("+"))


class CustomKeys(NamedTuple):
    """The keys of a person's own file: those of the actions, and the codebook with other keys for its labels."""

    keymap: Keymap
    codebook: Codebook


def parse_key_file(text: str, codebook: Codebook, *, origin: str) -> CustomKeys:
    """Return the keys that a TOML text has for the actions and for the labels of a codebook.

    Raises:
        Refused: with every problem on a line of its own, each with `origin` and the place.
    """
    try:
        data = parse_toml(text)
    except TomlError as error:
        raise Refused(f"{origin}: {error}") from None
    problems: list[str] = []
    actions = _action_keys(data, problems)
    changed = _with_label_keys(codebook, data, problems)
    keymap = Keymap(actions)
    problems += _clashes(keymap, changed)
    if problems:
        raise Refused("\n".join(f"{origin}: {problem}" for problem in problems))
    return CustomKeys(keymap, changed)


def _action_keys(data: Mapping[str, Any], problems: list[str]) -> dict[str, tuple[str, ...]]:
    """Return the keys in the table of actions, by the names that the program uses."""
    problems += [
        f"{name}: is no table of keys; there are `actions` and `codebooks`"
        for name in data
        if name not in ("actions", "codebooks")
    ]
    known = {action.id for action in ACTIONS}
    found: dict[str, tuple[str, ...]] = {}
    for name, value in _table(data, "actions", problems):
        if name not in known:
            problems.append(f"actions.{name}: there is no such action; there are {', '.join(sorted(known))}")
            continue
        written = value if isinstance(value, list) else [value]
        if not written:
            problems.append(f"actions.{name}: needs a key")
        keys = [_parse_key(key) for key in written]
        problems += [
            f"actions.{name}: {_shown(key)} is no key that can be told from others"
            for key, parsed in zip(written, keys, strict=True)
            if parsed is None
        ]
        if keys and None not in keys:
            found[name] = tuple(key for key in keys if key)
    return found


def _parse_key(written: object) -> str | None:
    """Return a key by the program's name for it; None where it is none."""
    if not isinstance(written, str):
        return None
    if typed := ascii_key(written):
        return typed
    name = written.strip().lower()
    return name if name in TERMINAL_KEYS or _NAMED_KEY.fullmatch(name) else None


def _with_label_keys(codebook: Codebook, data: Mapping[str, Any], problems: list[str]) -> Codebook:
    """Return the codebook with the file's keys for its labels; keys for other codebooks are ignored."""
    tables = dict(_table(data, "codebooks", problems))
    path = f"codebooks.{codebook.name}"
    by_dimension = {name: dict(_table(tables, name, problems)) for name in tables}.get(codebook.name, {})
    known = {dimension.id for dimension in codebook.dimensions}
    problems += [f"{path}.{name}: there is no such dimension" for name in by_dimension if name not in known]
    dimensions = []
    for dimension in codebook.dimensions:
        keys = dict(_table(by_dimension, dimension.id, problems))
        dimensions.append(_with_keys(dimension, keys, f"{path}.{dimension.id}", problems))
    return codebook.model_copy(update={"dimensions": tuple(dimensions)})


def _with_keys(dimension: Dimension, keys: Mapping[str, Any], path: str, problems: list[str]) -> Dimension:
    """Return a dimension with other keys for its labels."""
    known = {label.id for label in dimension.labels}
    problems += [f"{path}.{name}: there is no such label" for name in keys if name not in known]
    labels = tuple(_with_key(label, keys, path, problems) for label in dimension.labels)
    return dimension.model_copy(update={"labels": labels})


def _with_key(label: Label, keys: Mapping[str, Any], path: str, problems: list[str]) -> Label:
    if label.id not in keys:
        return label
    key = _parse_key(keys[label.id])
    if key is None or not _LABEL_KEY.fullmatch(key):
        problems.append(f"{path}.{label.id}: {_shown(keys[label.id])} is no letter and no digit")
        return label
    return label.model_copy(update={"key": key})


def _clashes(keymap: Keymap, codebook: Codebook) -> Iterator[str]:
    """Yield a problem for every key with two owners."""
    owners: dict[str, str] = {}
    for action in ACTIONS:
        for key in keymap.keys_of(action.id):
            earlier = f"the terminal ({TERMINAL_KEYS[key]})" if key in TERMINAL_KEYS else owners.get(key)
            if earlier is not None and earlier != action.id:
                yield f"actions.{action.id}: key `{key}` belongs to {earlier} and to {action.id}"
            owners.setdefault(key, action.id)
    for dimension in codebook.dimensions:
        for label in dimension.labels:
            place, name = f"codebooks.{codebook.name}.{dimension.id}.{label.id}", f"{dimension.id}/{label.id}"
            rivals = [owners[label.key]] if label.key in owners else []
            rivals += _earlier_rivals(codebook, dimension, label)
            for rival in rivals:
                yield f"{place}: key `{label.key}` belongs to {rival} and to {name}"


def _earlier_rivals(codebook: Codebook, dimension: Dimension, label: Label) -> Iterator[str]:
    """Yield the earlier labels with the same key that the same unit can be asked for."""
    for other in codebook.dimensions:
        for rival in other.labels:
            if rival is label:
                return
            if rival.key == label.key and not set(other.units).isdisjoint(dimension.units):
                yield f"{other.id}/{rival.id}"


def _table(data: Mapping[str, Any], name: str, problems: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a table; nothing where it is missing, a problem where it is no table."""
    found = data.get(name, {})
    if not isinstance(found, dict):
        problems.append(f"{name}: is no table")
        return
    yield from found.items()


def _shown(value: object) -> str:
    """Return a value of the file for a message, without anything that a terminal would obey."""
    return ascii(value) if not isinstance(value, str) or not value.isprintable() else f"`{value[:60]}`"
