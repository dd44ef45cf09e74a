"""What an annotator does in one transaction: answers, flags, notes and skips, all of them or none.

Each act is one event. Whatever is refused raises before anything of it is written, and the transaction ends with it.
"""

from collections.abc import Callable
from typing import Literal

from sqlalchemy import Connection

from annotator.codebook.answer import Answer, check_answer
from annotator.corpus.source import CONTROL_CHARACTERS
from annotator.store import documents
from annotator.store.unit_snapshot import read_snapshot
from annotator.store.values import Annotation, Details, Event, EventKind
from annotator.workflow.errors import Refused
from annotator.workflow.labelling.record import Before, Outcome, record, unchanged
from annotator.workflow.labelling.replay import Slot, UnitState, state_of
from annotator.workflow.project import Project

LONGEST_NOTE = 20_000
LONGEST_LINE = 500


class Sitting:
    """The acts of the project's annotator on one writing connection."""

    def __init__(
        self,
        project: Project,
        connection: Connection,
        *,
        act: str | None = None,
    ) -> None:
        """Begin; with an `act` all that is done here is taken back as one."""
        self._project = project
        self._connection = connection
        self._act = act

    def answer(
        self,
        unit: str,
        *,
        dimension: str,
        label: str,
        target: str | None = None,
        confidence: str | None = None,
    ) -> Outcome:
        """Answer a dimension of a unit.

        Where the codebook allows one target a unit, an answer with another target replaces the one before.
        Raises AnswerError where the codebook does not allow the answer.
        """
        start = self._start(unit)
        place, past, _ = start
        speaker = documents.speaker_of(self._connection, unit) if place.kind == "quotation" else None
        checked = check_answer(
            self._project.codebook,
            place.kind,
            dimension=dimension,
            label=label,
            target=target and _line(target, "the target"),
            confidence=confidence,
            speaker=speaker,
        )
        old = self._replaced(past, checked)
        before = None if old is None else _details(old)
        after = _details(checked)
        if before == after and not (old and old.stale):
            return unchanged(self._project, start)
        return self._record(start, "answer", dimension, before, after)

    def withdraw(self, unit: str, *, dimension: str, target: str | None = None) -> Outcome:
        """Take an answer away without putting another in its place: that with the target, else the latest."""
        start = self._start(unit)
        old = start.state.answer_to(dimension, target)
        if old is None:
            return unchanged(self._project, start)
        return self._record(start, "withdraw", dimension, _details(old), None)

    def flag(self, unit: str, *, flagged: bool | None = None) -> Outcome:
        """Set the unit's flag or take it away; None turns it round."""
        return self._mark(
            unit,
            "flag",
            lambda past: {"flagged": not (past.mark and past.mark.flagged) if flagged is None else flagged},
        )

    def note(self, unit: str, words: str) -> Outcome:
        """Write the unit's note; no words take it away."""
        text = words.strip().replace("\t", "    ")
        if len(text) > LONGEST_NOTE:
            raise Refused(f"the note has {len(text)} characters, more than {LONGEST_NOTE}. Shorten it.")
        text = _storable(text, "the note")
        return self._mark(unit, "note", lambda _: {"note": text or None})

    def skip(self, unit: str, reason: str | None) -> Outcome:
        """Leave the unit out with a reason; None takes the skip back."""
        words = _line((reason or "").strip(), "the reason") or None
        return self._mark(unit, "skip", lambda _: {"skipped": words})

    def state(self, unit: str) -> UnitState:
        """Return the annotator's answers and mark on a unit."""
        return self._start(unit).state

    def take_back(self, event: Event, *, redo: bool) -> Outcome:
        """Take an event back, or with `redo` put it into force again."""
        before, after = (event.before, event.after) if redo else (event.after, event.before)
        kind: Literal["undo", "redo"] = "redo" if redo else "undo"
        return self._record(self._start(event.unit), kind, event.dimension, before, after, event.id)

    def _mark(
        self, unit: str, kind: Literal["flag", "note", "skip"], new: Callable[[UnitState], Details]
    ) -> Outcome:
        start = self._start(unit)
        past = start.state
        after = new(past)
        (name,) = after
        old = getattr(past.mark, name) if past.mark else (False if name == "flagged" else None)
        if old == after[name]:
            return unchanged(self._project, start)
        return self._record(start, kind, None, {name: old}, after)

    def _record(
        self,
        start: Before,
        kind: EventKind,
        dimension: str | None,
        before: Details | None,
        after: Details | None,
        undoes: str | None = None,
    ) -> Outcome:
        return record(
            self._project,
            self._connection,
            start,
            kind,
            dimension=dimension,
            before=before,
            after=after,
            undoes=undoes,
            act=self._act,
        )

    def _start(self, unit: str) -> Before:
        snapshot = read_snapshot(self._connection, unit, self._project.annotator)
        if snapshot is None:
            raise Refused(f"no unit has the id {unit!r}. Ids stand in the `id` of each exported record.")
        return Before(snapshot.place, state_of(snapshot.answers, snapshot.mark), snapshot.last_at)

    def _replaced(self, past: UnitState, new: Answer) -> Annotation | None:
        """Return the answer that a new one takes the place of."""
        slot = Slot(new.dimension, new.holder, new.target)
        if slot in past.answers:
            return past.answers[slot]
        given = [answer for held, answer in past.answers.items() if held.dimension == new.dimension]
        limit = self._project.codebook.max_targets if new.target is not None else 1
        if len(given) < limit:
            return None
        if limit == 1:
            return given[-1]
        raise Refused(f"one unit has at most {limit} targets. Take one away first.")


def _line(words: str, what: str) -> str:
    """Return words of one line that can be stored."""
    if len(words) > LONGEST_LINE or "\n" in words:
        raise Refused(f"{what} must be one line of at most {LONGEST_LINE} characters.")
    return _storable(words, what)


def _storable(words: str, what: str) -> str:
    """Return words that can be stored and shown; raises Refused for what is no text, or could act on a terminal."""
    if CONTROL_CHARACTERS.search(words) or any("\ud800" <= sign <= "\udfff" for sign in words):
        raise Refused(f"{what} holds a sign that is no text. Type it again.")
    return words


def _details(answer: Answer | Annotation) -> Details:
    return {
        "holder": answer.holder,
        "target": answer.target,
        "label": answer.label,
        "confidence": answer.confidence,
    }
