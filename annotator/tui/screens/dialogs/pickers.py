"""Pickers of a target, a skip reason, a theme, a value, or a place to jump to: an input over a list of options."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple

from rapidfuzz import fuzz
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from annotator.codebook.model import Language
from annotator.corpus.fold import fold_kana, fold_text
from annotator.tui.actions import action_name
from annotator.tui.dialog_keys import PICKER_KEYS, bindings
from annotator.tui.messages import SKIP_REASONS, say
from annotator.tui.screens.dialogs.base import Dialog, Value
from annotator.tui.text.graphemes import printable
from annotator.workflow.browsing import queue
from annotator.workflow.errors import USER_ERRORS
from annotator.workflow.project import Project

# The most documents that are offered for a part of a file name, and the most values of a criterion.
_MOST_DOCUMENTS, _MOST_VALUES = 100, 200
# The least similarity of a target to the text typed, of 100.
_SIMILAR = 60
NO_VALUE = ""
"""What `ValueScreen` returns for a criterion without a value."""


class Picker(Dialog[Value | None], Generic[Value]):
    """Returns the value chosen, or None; each picker offers the options that match what is typed.

    The arrow keys move in the list while the focus stays in the input.
    """

    KEYS = PICKER_KEYS
    IS_TYPING = True
    BINDINGS = bindings(PICKER_KEYS)

    def __init__(self, title: str, hint: str) -> None:
        super().__init__(title, hint)
        self._values: list[Value] = []

    def compose_content(self) -> ComposeResult:
        """Lay out the input and the list."""
        yield Input()
        yield OptionList(markup=False)

    def on_mount(self) -> None:
        """Start with nothing typed."""
        self.set_focus(self.query_one(Input))
        self.typed("")

    def typed(self, text: str) -> None:
        """Offer the options that match the text typed so far."""
        raise NotImplementedError

    def offer(self, options: Sequence[tuple[Value, str]], *, hint: str | None = None) -> None:
        """Show other options, each a value and its text."""
        self._values = [value for value, _ in options]
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(Content(text)) for _, text in options])
        if options:
            listed.highlighted = 0
        self.say(self._hint if hint is None else hint)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer the options that match."""
        self.typed(event.value.strip())

    def on_input_submitted(self) -> None:
        """Choose the highlighted option."""
        chosen = self.query_one(OptionList).highlighted
        if chosen is not None:
            self.choose(self._values[chosen])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the option that was clicked."""
        self.choose(self._values[event.option_index])

    def choose(self, value: Value) -> None:
        """Return the value that was chosen."""
        self.dismiss(value)

    def action_move(self, step: int) -> None:
        """Move the highlight."""
        listed = self.query_one(OptionList)
        (listed.action_cursor_down if step > 0 else listed.action_cursor_up)()


class SkipScreen(Picker[str]):
    """Returns the reason for skipping a unit, one on offer or any other text; empty text un-skips it."""

    def __init__(self, language: Language, *, current: str | None) -> None:
        """Take the reason for which the unit is skipped now."""
        super().__init__(say("skip", language), say("skip_hint", language))
        self._reasons = [say(reason, language) for reason in SKIP_REASONS]
        self._unskip = f"{say('unskip', language)}: {current}" if current else None

    def typed(self, text: str) -> None:
        """Offer to un-skip, the text itself, and the reasons that contain it."""
        options = [("", self._unskip)] if self._unskip and not text else []
        matching = [reason for reason in self._reasons if text.casefold() in reason.casefold()]
        reasons = dict.fromkeys([*([text] if text else []), *matching])
        self.offer([*options, *((reason, reason) for reason in reasons)])


class ThemeScreen(Picker[str]):
    """Returns the name of the theme chosen; the current one comes first."""

    def __init__(self, names: Sequence[str], language: Language, *, current: str) -> None:
        super().__init__(action_name("theme", language), say("value_hint", language))
        self._names = [current, *(name for name in names if name != current)]

    def typed(self, text: str) -> None:
        """Offer the themes whose names contain the text."""
        self.offer([(name, name) for name in self._names if text.casefold() in name])


class JumpScreen(Picker[str]):
    """Returns the id of a unit: the one with a number in the queue, or the first of a document."""

    def __init__(self, project: Project, language: Language) -> None:
        super().__init__(action_name("jump", language), say("jump_hint", language))
        self._project, self._language = project, language

    def typed(self, text: str) -> None:
        """Offer the unit and the document with this number, and the documents whose file names contain the text."""
        try:
            self.offer(list(self._matches(text)))
        except USER_ERRORS as error:
            self.offer([], hint=str(error))

    def _matches(self, text: str) -> Iterator[tuple[str, str]]:
        if text.isdecimal() and len(text) < 10:
            number = int(text)
            unit = queue.nth_queued_unit(self._project, number)
            if unit is not None:
                yield unit.id, say("jump_unit", self._language, number=number)
            first = queue.first_of_nth_document(self._project, number)
            if first is not None:
                yield first.id, say("jump_document", self._language, number=number)
        for place, source in queue.find_documents(self._project, text, limit=_MOST_DOCUMENTS):
            yield place.id, printable(source)


class TargetChoice(NamedTuple):
    """A target to choose, or one to remove with its answer."""

    target: str
    remove: bool = False


class TargetScreen(Picker[TargetChoice]):
    """Returns a target: one on offer, the most similar first, any other text, or one of the unit to remove."""

    def __init__(self, offered: Sequence[str], labels: Mapping[str, str], language: Language) -> None:
        """Take the offers, and the labels of the unit's answers by target."""
        super().__init__(say("target", language), say("target_hint", language))
        self._offered = list(dict.fromkeys([*labels, *offered]))
        self._labels, self._remove = labels, say("remove_target", language)

    def typed(self, text: str) -> None:
        """Rank the offers: those that contain the text, the text itself, those that are similar."""
        needle = fold_text(text)
        ranked = sorted(
            (-fuzz.partial_ratio(needle, fold_text(target)), order, target)
            for order, target in enumerate(self._offered)
        )
        similar = [target for score, _, target in ranked if not needle or score <= -_SIMILAR]
        containing = [target for target in similar if needle in fold_text(target)]
        to_choose = dict.fromkeys([*containing, *([text] if text else []), *similar])
        to_remove = [target for target in similar if target in self._labels]
        self.offer(
            [
                *((TargetChoice(target), self._shown(target)) for target in to_choose),
                *(
                    (TargetChoice(target, remove=True), f"{self._remove}: {self._shown(target)}")
                    for target in to_remove
                ),
            ]
        )

    def _shown(self, target: str) -> str:
        """Return a target, with the label of its answer."""
        return f"{target} = {self._labels[target]}" if target in self._labels else target


class ValueScreen(Picker[str]):
    """Returns the value chosen, `NO_VALUE`, or None for no change.

    `options` are values with their text; with `free`, any text that is typed can be chosen too.
    """

    def __init__(
        self, title: str, options: Sequence[tuple[str, str]], hint: str, *, none: str, free: bool
    ) -> None:
        super().__init__(title, hint)
        self._options = [(value, text, fold_kana(fold_text(text))) for value, text in options]
        self._none, self._free = none, free

    def typed(self, text: str) -> None:
        """Offer the values that contain the text: first the equal one, then those that begin with it."""
        # In a post, a sign comes before tags and handles.
        needle = fold_kana(fold_text(text)).lstrip("#@")
        matching = [option for option in self._options if needle in option[2]]
        matching.sort(key=lambda option: (option[2] != needle, not option[2].startswith(needle)))
        offered = [(value, shown) for value, shown, _ in matching[:_MOST_VALUES]]
        if text and self._free and text not in dict(offered):
            offered.append((text, text))
        self.offer(offered if text else [(NO_VALUE, self._none), *offered])
