"""What became of documents that were asked for: new, known, in another file, or with another text."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from annotator.corpus.model import Parse
from annotator.formats.errors import FormatError
from annotator.workflow.importing.findings import Findings
from annotator.workflow.importing.reimport import Revision

Standing = Literal["new", "same", "moved", "changed"]


class Moved(NamedTuple):
    """A known text in another file, and where it was read from before."""

    source: str
    before: str


class Changed(NamedTuple):
    """A known document with another text, and what that does to its units."""

    source: str
    revision: Revision


class Added(NamedTuple):
    """What became of one document; `source` is as it was asked for."""

    source: str
    standing: Standing
    parse: Parse | None = None
    before: str = ""
    revision: Revision | None = None


@dataclass(slots=True)
class AddReport:
    """What an `add` did, or would do."""

    new: int = 0
    same: int = 0
    found: Findings = field(default_factory=Findings)
    moved: list[Moved] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    problems: list[FormatError] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many documents could be read."""
        return self.new + self.same + len(self.moved) + len(self.changed)

    def count(self, added: Added) -> None:
        """Take one document into the report."""
        if added.standing == "changed":
            assert added.revision
            self.changed.append(Changed(added.source, added.revision))
        elif added.standing == "moved":
            self.moved.append(Moved(added.source, added.before))
        elif added.standing == "same":
            self.same += 1
        else:
            self.new += 1
        if added.parse:
            self.found.count(added.parse, added.source)

    @property
    def is_clean(self) -> bool:
        """Tell whether all was read and nothing looked odd."""
        return not (self.problems or self.found.odd)
