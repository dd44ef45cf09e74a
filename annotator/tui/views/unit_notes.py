"""Notes below a clip or line: where else its text occurs, and how it changed since it was answered."""

from annotator.codebook.model import Language
from annotator.corpus.model import Clip, Commentary, Quotation
from annotator.corpus.span import Span
from annotator.store.values import NearDuplicate
from annotator.tui.messages import format_diff, say
from annotator.tui.state.queue_navigation import NAMED_DUPLICATES
from annotator.tui.state.session import Session
from annotator.tui.text.layout import Paragraph


def duplicate_note(session: Session, unit: Clip | Commentary, language: Language) -> list[Paragraph]:
    """Return where else a unit's text occurs, each place with whether it is done; nothing if it has no duplicate."""
    duplicates = session.navigation.near_duplicates(unit)
    parts = []
    for message, same in (("same_in", True), ("nearly_in", False)):
        places = [_place(session, one, language) for one in duplicates[:NAMED_DUPLICATES] if one.same == same]
        if places:
            parts.append(say(message, language, places=", ".join(places)))
    if len(duplicates) > NAMED_DUPLICATES:
        parts.append(say("more_places", language))
    current = session.cursor.line or session.cursor.group.clip
    if parts and current and current.id == unit.id:
        key = session.keymap.keys_of("twin")[0]
        parts.append(f"( {say('near_duplicate_hint', language, pressed=key)} )")
    return [Paragraph("  ".join(parts), "meta")] if parts else []


def stale_note(session: Session, language: Language) -> list[Paragraph]:
    """Return how the text of the unit changed since it was answered; nothing if no answer is stale."""
    if not any(answer.stale for answer in session.answers):
        return []
    unit, view = session.cursor.unit, session.cursor.view
    span = Span(unit.start, unit.end) if isinstance(unit, Quotation) else unit.span
    before, now = view.former_texts.get(unit.id), span.of(view.document.parse.text)
    if before is None or before == now:
        return [Paragraph(say("stale_position", language), "meta", indent=2)]
    # Imported here because few units are stale and the alignment library slows the start.
    from annotator.corpus.evidence.diff import diff_texts

    change = format_diff(diff_texts(before, now))
    return [Paragraph(say("stale_change", language, change=change), "meta", indent=2)]


def _place(session: Session, duplicate: NearDuplicate, language: Language) -> str:
    is_here = duplicate.unit.document == session.cursor.view.document.number
    name = say("this_document", language) if is_here else duplicate.source.rpartition("/")[2]
    return f"[{'x' if duplicate.done else ' '}] {name}" if duplicate.unit.queued else name
