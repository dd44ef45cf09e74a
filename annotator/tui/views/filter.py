"""The words for filters and their criteria, and the values that a criterion can be given."""

from annotator.codebook.model import Language
from annotator.tui.messages import say
from annotator.tui.text.graphemes import printable
from annotator.workflow.browsing.filters import (
    CRITERIA,
    EVIDENCE,
    NO_FILTER,
    STATES,
    criterion_text,
    suggested_names,
    with_default_kinds,
)
from annotator.workflow.project import Project
from annotator.workflow.values import UnitFilter

# Criteria whose values are the program's words and have translations.
_NAMED = ("evidence", "state", "kinds")


def value_text(criterion: str, value: str, language: Language) -> str:
    """Return a criterion's value as it is shown."""
    if criterion not in _NAMED:
        return value
    return ", ".join(say(f"{criterion}_{part}", language) for part in value.split(","))


def filter_text(wanted: UnitFilter, language: Language) -> str:
    """Return a filter in words: its criteria, each with its name."""
    parts = []
    for criterion in CRITERIA:
        value = criterion_text(wanted, criterion)
        if value is not None:
            parts.append(f"{say(f'by_{criterion}', language)}: {value_text(criterion, value, language)}")
    return " · ".join(parts)


def value_options(project: Project, criterion: str, language: Language) -> list[tuple[str, str]]:
    """Return the values that a criterion can be given, each with its words; none for dates."""
    if criterion == "label":
        return [
            (f"{one.id}={label.id}", f"{one.name.get(language)}: {label.name.get(language)}")
            for one in project.codebook.dimensions
            for label in one.labels
        ]
    if criterion == "tag":
        return [(name, printable(name)) for name in suggested_names(project, "tag")]
    if criterion == "publisher":
        return [(name, printable(name)) for name in suggested_names(project, "publisher")]
    if criterion == "kinds":
        kinds = with_default_kinds(project.codebook, NO_FILTER).kinds or ()
        return [(kind, value_text(criterion, kind, language)) for kind in kinds]
    values = {"state": STATES, "evidence": EVIDENCE}.get(criterion, ())
    return [(value, value_text(criterion, value, language)) for value in values]
