"""The texts of the answer bar and the status bar, as values made from the session."""

from annotator.codebook.model import Codebook, Dimension, Language
from annotator.corpus.model import Quotation
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.views.filter import filter_text
from annotator.tui.widgets.answer_bar import LabelChoice, Question
from annotator.workflow.labelling.annotate import Outcome
from annotator.workflow.labelling.requests import AnswerRequest, WithdrawRequest


def status_text(session: Session, language: Language) -> tuple[str, str]:
    """Return the place in the document, and the annotator's name with the progress."""
    view, clip = session.cursor.view, session.cursor.group.clip
    if clip is None:
        part = say("no_clip_part", language)
    else:
        number = session.cursor.position.group + (0 if session.cursor.groups[0].clip is None else 1)
        part = say("clip", language, number=number, count=len(view.document.parse.clips))
    document = say("document", language, number=view.number, count=view.document_count)
    progress = say("progress", language, done=session.progress.done, queued=session.progress.queued)
    left = " · ".join((document, part, view.document.provenance.source.rpartition("/")[2]))
    return left, f"{session.project.annotator} · {progress}"


def questions(session: Session, language: Language) -> tuple[Question, ...]:
    """Return the questions with their labels, the answers given, and why one is not asked about this unit."""
    # A unit may have several targets; the answers towards the current one are shown.
    given = {
        answer.dimension: (answer.label, True)
        for answer in session.answers
        if answer.target in (None, session.target)
    }
    # Pending answers are later than saved ones.
    for request in session.pending(session.cursor.unit):
        if isinstance(request, AnswerRequest) and request.target in (None, session.target):
            given[request.dimension] = request.label, False
        elif isinstance(request, WithdrawRequest) and request.target in (None, session.target):
            given.pop(request.dimension, None)
    return tuple(
        _question(dimension, given.get(dimension.id), language, asked=session.cursor.kind in dimension.units)
        for dimension in session.codebook.dimensions
    )


def details_text(session: Session, language: Language) -> str:
    """Return the row below the questions: pending actions, target, marks, confidence, filter, auto-advance."""
    mark = session.mark
    parts = _pending(session, language)
    if isinstance(session.cursor.unit, Quotation):
        speaker = session.cursor.unit.speaker or say("no_speaker", language)
        parts.append(say("of_quotation", language, speaker=speaker))
    if needs_target(session):
        parts.append(_target(session, language))
    if any(answer.stale for answer in session.answers):
        parts.append(f"~ {say('stale', language)}")
    if mark and mark.flagged:
        parts.append(f"! {say('flagged', language)}")
    if mark and mark.note:
        parts.append(f"{say('note', language)}: {mark.note.splitlines()[0]}")
    if mark and mark.skipped:
        parts.append(say("is_skipped", language, reason=mark.skipped))
    parts += _confidence(session, language)
    parts += (say("contradicts", language, why=one.says.get(language)) for one in session.contradictions)
    if session.selection:
        parts.append(say("selected", language, count=len(session.selection)))
    if session.filter.active is not None:
        criteria = filter_text(session.filter.active.unit_filter, language)
        parts.append(f"{say('filter', language)}: {criteria} ({session.filter.active.count})")
        if session.filter.excludes(session.cursor.unit):
            parts[-1] += f" -- {say('filter_excludes', language)}"
    parts.append(say("auto_on" if session.auto_advance else "auto_off", language))
    return "   ".join(parts)


def _pending(session: Session, language: Language) -> list[str]:
    """Return what was done on the unit and is not saved yet."""
    actions = [
        session.codebook.dimension_name(request.dimension, language)
        if isinstance(request, AnswerRequest | WithdrawRequest)
        else say(request.kind, language)
        for request in session.pending(session.cursor.unit)
    ]
    return [say("pending_here", language, what=", ".join(dict.fromkeys(actions)))] if actions else []


def _target(session: Session, language: Language) -> str:
    """Return the current target, and the number of targets if the unit may have several."""
    target = session.target or say("no_target", language, press=session.keymap.named("target"))
    text = f"{say('target', language)}: {target}"
    limit = session.codebook.max_targets
    if limit == 1:
        return text
    number = len({answer.target for answer in session.answers if answer.target})
    return f"{text} ({say('target_count', language, number=number, limit=limit)})"


def _confidence(session: Session, language: Language) -> list[str]:
    """Return the confidence of the next answer, else of the answers given."""
    if session.confidence:
        return [say("confidence_next", language, level=say(session.confidence, language))]
    levels = [
        f"{session.codebook.dimension_name(answer.dimension, language)} {say(answer.confidence, language)}"
        for answer in session.answers
        if answer.confidence
    ]
    return [say("confidence_given", language, levels=" · ".join(levels))] if levels else []


def needs_target(session: Session) -> bool:
    """Return whether a question about the unit needs a target."""
    return any(dimension.targeted for dimension in session.codebook.asked_of(session.cursor.kind))


def labels_by_target(session: Session, language: Language) -> dict[str, str]:
    """Return the targets that have an answer on the unit, each with the names of their labels."""
    labels: dict[str, list[str]] = {}
    for answer in session.answers:
        if answer.target:
            name = session.codebook.label_name(answer.dimension, answer.label, language)
            labels.setdefault(answer.target, []).append(name)
    return {target: ", ".join(names) for target, names in labels.items()}


def describe_action(outcome: Outcome, codebook: Codebook, language: Language) -> str:
    """Return what an action changed: the name of a dimension or of a mark."""
    event = outcome.event
    if event is None:
        return ""
    if event.dimension is not None:
        return codebook.dimension_name(event.dimension, language)
    (mark,) = event.after or event.before or {"flagged": None}
    return say(mark, language)


def _question(
    dimension: Dimension, given: tuple[str, bool] | None, language: Language, *, asked: bool
) -> Question:
    """Return a question; `given` is the label of the answer, and whether it is saved."""
    answer, saved = given or (None, True)
    choices = tuple(
        LabelChoice(
            dimension.id,
            label.id,
            label.key,
            label.name.get(language),
            chosen=label.id == answer,
            saved=saved,
        )
        for label in dimension.labels
    )
    reason = dimension.not_asked.get(language) if dimension.not_asked else ""
    return Question(dimension.name.get(language), choices, None if asked else reason)
