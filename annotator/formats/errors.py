"""Errors about files that are read or written."""

from collections.abc import Callable

DISTRIBUTION = "hashtag-annotator"


class FormatError(Exception):
    """A file that cannot be read or written as asked: what is wrong, where, and what to do."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what, self.where, self.advice = what, where, advice
        super().__init__(f"{where}: {what}. {advice}")

    def __reduce__(self) -> tuple[Callable[[str, str, str], "FormatError"], tuple[str, str, str]]:
        return _rebuilt, (self.what, self.where, self.advice)


def unreadable(where: str, error: OSError) -> FormatError:
    """Return the refusal of a file that cannot be read."""
    return FormatError(
        f"cannot be read ({error.strerror or error})", where=where, advice="Check the path and its rights."
    )


def missing_extra(what: str, extra: str, *, where: str) -> FormatError:
    """Return the refusal of a file that needs an extra of the distribution that is not installed."""
    return FormatError(
        f"{what} the extra {extra!r}",
        where=where,
        advice=f'Install it with: pip install "{DISTRIBUTION}[{extra}]".',
    )


def _rebuilt(what: str, where: str, advice: str) -> FormatError:
    """Rebuild an error that another process raised."""
    return FormatError(what, where=where, advice=advice)
