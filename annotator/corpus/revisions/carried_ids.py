"""Names the units of a document's next text: those that it had keep their ids, the others get new ones. Pure.

An id that was given is never computed again, nor given to another unit of the document. A unit's edition stays as long
as its words and its clip do; one of which nobody can tell whether it is the same has an edition that nothing else has.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from annotator.corpus.revisions.align import Worded, align
from annotator.corpus.unit_ids import UnitKind, edition_of, unused_unit_id

Edition = str | None
Unit = TypeVar("Unit", "KnownUnit", "ReadUnit")


class KnownUnit(NamedTuple):
    """A unit as the last text that holds it has it, and the editions of all its wordings.

    `stands` tells whether that text is the present one.
    """

    id: str
    kind: UnitKind
    text: str
    edition: Edition
    clip: str | None
    stands: bool
    wordings: Mapping[str, Edition]


class ReadUnit(NamedTuple):
    """A unit of the next text; `id` and `clip` are as its own parse calls them."""

    id: str
    kind: UnitKind
    text: str
    clip: str | None


class Named(NamedTuple):
    """What a unit of the next text is called in its document."""

    id: str
    edition: Edition


def names_of(
    known: Sequence[KnownUnit], units: Sequence[ReadUnit], *, key: str, text_sha256: str
) -> dict[str, Named]:
    """Name the units of a text of this digest, given all units of the document with this key, in order.

    Every clip comes before what stands under it.
    """
    old = [unit for unit in known if unit.stands]
    before = align(
        [Worded(unit.kind, unit.text) for unit in old], [Worded(unit.kind, unit.text) for unit in units]
    )
    same = {pair.new: (old[pair.old], pair.sameness == "doubtful") for pair in before}
    fresh = [unit for place, unit in enumerate(units) if place not in same]
    back = _returned(known, fresh)
    taken = {unit.id for unit in known}
    names: dict[str, Named] = {}
    for place, unit in enumerate(units):
        one, doubtful = same.get(place, (back.get(unit.id), False))
        if one is None:
            name = unused_unit_id(key, unit.kind, unit.text, taken)
            taken.add(name)
            names[unit.id] = Named(name, None)
            continue
        clip = names[unit.clip].id if unit.clip is not None else None
        if doubtful or clip != one.clip:
            edition: Edition = edition_of(unit.text, doubtful_since=text_sha256)
        elif unit.text == one.text:
            edition = one.edition
        else:
            edition = one.wordings.get(unit.text, edition_of(unit.text))
        names[unit.id] = Named(one.id, edition)
    return names


def _returned(known: Iterable[KnownUnit], fresh: Sequence[ReadUnit]) -> dict[str, KnownUnit]:
    """Return the units that were gone and are there again: each alone with its words on both sides."""
    gone = _alone([unit for unit in known if not unit.stands])
    return {unit.id: gone[words] for words, unit in _alone(fresh).items() if words in gone}


def _alone(units: Sequence[Unit]) -> dict[Worded, Unit]:
    found: dict[Worded, list[Unit]] = {}
    for unit in units:
        found.setdefault(Worded(unit.kind, unit.text), []).append(unit)
    return {words: mine[0] for words, mine in found.items() if len(mine) == 1}
