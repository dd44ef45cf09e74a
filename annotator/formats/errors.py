"""What can be wrong with a file that is read or written."""

from collections.abc import Callable


class FormatError(Exception):
    """A file that cannot be read or written as asked: what, where, and what to do."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what, self.where, self.advice = what, where, advice
        super().__init__(f"{where}: {what}. {advice}")

    def __reduce__(self) -> tuple[Callable[[str, str, str], "FormatError"], tuple[str, str, str]]:
        return _made, (self.what, self.where, self.advice)


def _made(what: str, where: str, advice: str) -> FormatError:
    """Make a refusal anew in another process."""
    return FormatError(what, where=where, advice=advice)
