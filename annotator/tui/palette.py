"""The command palette: every action, and every label of the codebook."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from annotator.tui.actions import ACTIONS
from annotator.tui.dialog_keys import PALETTE_KEYS, bindings
from annotator.tui.messages import say
from annotator.tui.screens.labelling import LabellingScreen


class CommandsScreen(CommandPalette):
    """The list of commands; the help key shows its keys as in a dialog."""

    KEYS = PALETTE_KEYS
    IS_TYPING = True
    BINDINGS = bindings(PALETTE_KEYS)


class Commands(Provider):
    """The commands of the labelling screen."""

    async def discover(self) -> Hits:
        """Offer all commands while nothing is typed."""
        for name, help_, run in self._all():
            yield DiscoveryHit(name, run, help=help_)

    async def search(self, query: str) -> Hits:
        """Offer the commands that match the query."""
        matcher = self.matcher(query)
        found = False
        for name, help_, run in self._all():
            score = max(matcher.match(name), matcher.match(help_))
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(name), run, text=name, help=help_)
        if not found and isinstance(self.screen, LabellingScreen):
            none = say("palette_none", self.screen.language)
            yield Hit(1.0, none, lambda: None, text=none)

    def _all(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, LabellingScreen):
            return
        language = screen.language
        for action in ACTIONS:
            keys = " ".join(screen.session.keymap.keys_of(action.id))
            name = f"{action.name.get(language)}  ({keys})"
            yield name, action.help.get(language), partial(screen.run_handler, action)
        for dimension in screen.session.codebook.dimensions:
            for label in dimension.labels:
                name = f"{dimension.name.get(language)}: {label.name.get(language)}  ({label.key})"
                yield name, label.definition.get(language), partial(screen.answers.answer, dimension, label)
