"""Filters as text on the screen, and the values that each criterion offers."""

from annotator.codebook.model import Language
from annotator.store.values import UnitFilter
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

# Criteria whose values have translations; those of the others are names and dates.
_TRANSLATED = ("evidence", "state", "kinds")


def value_text(criterion: str, value: str, language: Language) -> str:
    """Return the value of a criterion as it is shown."""
    if criterion not in _TRANSLATED:
        return value
    return ", ".join(say(f"{criterion}_{part}", language) for part in value.split(","))


def filter_text(unit_filter: UnitFilter, language: Language) -> str:
    """Return the criteria of a filter, each with its name."""
    parts = []
    for criterion in CRITERIA:
        value = criterion_text(unit_filter, criterion)
        if value is not None:
            parts.append(f"{say(f'by_{criterion}', language)}: {value_text(criterion, value, language)}")
    return " · ".join(parts)


def value_options(project: Project, criterion: str, language: Language) -> list[tuple[str, str]]:
    """Return the values that a criterion offers, each with the text to show; none for dates."""
    if criterion == "label":
        return [
            (f"{dimension.id}={label.id}", f"{dimension.name.get(language)}: {label.name.get(language)}")
            for dimension in project.codebook.dimensions
            for label in dimension.labels
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
