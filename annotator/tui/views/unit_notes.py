"""Where else a clip or line stands, in words for below it, made from the session. Pure."""

from annotator.codebook.model import Language
from annotator.corpus.model import Clip, Commentary
from annotator.tui.messages import say
from annotator.tui.state.queue_navigation import NAMED_DUPLICATES
from annotator.tui.state.session import Session
from annotator.tui.text.sections import NOT_OF_THE_DOCUMENT, Paragraph
from annotator.workflow.browsing.near_duplicates import Twin


def duplicate_note(session: Session, unit: Clip | Commentary, language: Language) -> list[Paragraph]:
    """Return where else a unit's text stands, each place with whether it is done; nothing where it stands alone."""
    twins = session.navigation.near_duplicates(unit)
    words = []
    for key, same in (("same_in", True), ("nearly_in", False)):
        places = [_place(session, twin, language) for twin in twins[:NAMED_DUPLICATES] if twin.same == same]
        if places:
            words.append(say(key, language, places=", ".join(places)))
    if len(twins) > NAMED_DUPLICATES:
        words.append(say("more_places", language))
    looked_at = session.cursor.line or session.cursor.group.clip
    if words and looked_at and looked_at.id == unit.id:
        pressed = session.keymap.keys_of("twin")[0]
        words.append(f"( {say('near_duplicate_hint', language, pressed=pressed)} )")
    return [Paragraph("  ".join(words), NOT_OF_THE_DOCUMENT, "meta")] if words else []


def _place(session: Session, twin: Twin, language: Language) -> str:
    here = twin.place.document == session.cursor.view.document.number
    name = say("this_document", language) if here else twin.source.rpartition("/")[2]
    return f"[{'x' if twin.done else ' '}] {name}" if twin.place.queued else name
