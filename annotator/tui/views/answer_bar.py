"""The words of the bars, the questions and the help, made from the session. Pure."""

from annotator.codebook.model import Codebook, Dimension, Language
from annotator.corpus.model import Quotation
from annotator.tui.actions import ACTIONS
from annotator.tui.keymap import Keymap
from annotator.tui.messages import say
from annotator.tui.state.session import Session
from annotator.tui.views.filter import filter_text
from annotator.tui.widgets.answer_bar import LabelChoice, Question
from annotator.workflow.labelling.record import Outcome


def status_text(session: Session, language: Language) -> tuple[str, str]:
    """Return where the annotator is, and who and how far she is."""
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
    """Return the dimensions with their labels, those given, and why one is not asked here."""
    # Where a unit has several targets, the answers towards the one in view are shown.
    given = {
        answer.dimension: (answer.label, True)
        for answer in session.answers
        if answer.target in (None, session.target)
    }
    # What could not be saved yet came later than what is saved.
    given |= {
        act.dimension: (act.words, False)
        for act in session.pending(session.cursor.unit)
        if act.dimension and act.words and act.target in (None, session.target)
    }
    return tuple(
        _question(dimension, given.get(dimension.id), language, asked=session.cursor.kind in dimension.units)
        for dimension in session.codebook.dimensions
    )


def details_text(session: Session, language: Language) -> str:
    """Return the row below the questions: the target, the marks, and whether the screen goes on by itself."""
    mark = session.mark
    parts = _kept(session, language)
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
        shown = filter_text(session.filter.active.unit_filter, language)
        words = f"{say('filter', language)}: {shown} ({session.filter.active.count})"
        left_out = session.filter.excludes(session.cursor.unit)
        parts.append(f"{words} -- {say('filter_excludes', language)}" if left_out else words)
    parts.append(say("auto_on" if session.auto_advance else "auto_off", language))
    return "   ".join(parts)


def _kept(session: Session, language: Language) -> list[str]:
    """Return what was done on the unit and could not be saved yet."""
    names = {dimension.id: dimension.name.get(language) for dimension in session.codebook.dimensions}
    words = [
        names.get(act.dimension, act.dimension) if act.dimension else say(act.kind, language)
        for act in session.pending(session.cursor.unit)
    ]
    return [say("pending_here", language, what=", ".join(dict.fromkeys(words)))] if words else []


def _target(session: Session, language: Language) -> str:
    """Return what the stance is towards, and how many targets the unit has where it may have several."""
    target = session.target or say("no_target", language, press=session.keymap.named("target"))
    words = f"{say('target', language)}: {target}"
    limit = session.codebook.max_targets
    if limit == 1:
        return words
    number = len({answer.target for answer in session.answers if answer.target})
    return f"{words} ({say('target_count', language, number=number, limit=limit)})"


def _confidence(session: Session, language: Language) -> list[str]:
    """Return how sure the annotator is of the next answer, and of those that she gave."""
    if session.confidence:
        return [say("confidence_next", language, level=say(session.confidence, language))]
    names = {dimension.id: dimension.name.get(language) for dimension in session.codebook.dimensions}
    levels = [
        f"{names.get(answer.dimension, answer.dimension)} {say(answer.confidence, language)}"
        for answer in session.answers
        if answer.confidence
    ]
    return [say("confidence_given", language, levels=" · ".join(levels))] if levels else []


def needs_target(session: Session) -> bool:
    """Tell whether a question about the unit needs a target."""
    return any(dimension.targeted for dimension in session.codebook.asked_of(session.cursor.kind))


def help_rows(codebook: Codebook, keymap: Keymap, language: Language) -> list[tuple[str, str]]:
    """Return every key with what it does, the answers by question."""
    rows = [(" ".join(keymap.keys_of(action.id)), action.help.get(language)) for action in ACTIONS]
    for dimension in codebook.dimensions:
        rows += [("", ""), ("", f"{dimension.name.get(language)}: {dimension.question.get(language)}")]
        rows += [
            (label.key, f"{label.name.get(language)} - {label.definition.get(language)}")
            for label in dimension.labels
        ]
    return rows


def labels_by_target(session: Session, language: Language) -> dict[str, str]:
    """Return the targets that have an answer on the unit, each with the names of the labels given."""
    names = {
        (dimension.id, label.id): label.name.get(language)
        for dimension in session.codebook.dimensions
        for label in dimension.labels
    }
    labels: dict[str, list[str]] = {}
    for answer in session.answers:
        if answer.target:
            # A label of another version of the codebook goes by its id.
            name = names.get((answer.dimension, answer.label), answer.label)
            labels.setdefault(answer.target, []).append(name)
    return {target: ", ".join(names) for target, names in labels.items()}


def describe_action(outcome: Outcome, codebook: Codebook, language: Language) -> str:
    """Return what an event was about: a dimension, or a mark by the name of what it holds."""
    event = outcome.event
    if event is None:
        return ""
    if event.dimension is not None:
        return codebook.dimension(event.dimension).name.get(language)
    (mark,) = event.after or event.before or {"flagged": None}
    return say(mark, language)


def _question(
    dimension: Dimension, given: tuple[str, bool] | None, language: Language, *, asked: bool
) -> Question:
    """Return a question; `given` is the label of its answer, and whether that is saved."""
    answer, saved = given or (None, True)
    choices = tuple(
        LabelChoice(
            dimension=dimension.id,
            label=label.id,
            key=label.key,
            name=label.name.get(language),
            short=label.id,
            chosen=label.id == answer,
            saved=saved,
        )
        for label in dimension.labels
    )
    why = dimension.not_asked.get(language) if dimension.not_asked else ""
    return Question(dimension.name.get(language), choices, None if asked else why)
