"""Errors about files that are read or written."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

DISTRIBUTION = "hashtag-annotator"


class FormatError(Exception):
    """A file that cannot be read or written as asked: what is wrong, where, and what to do."""

    def __init__(self, what: str, *, where: str, advice: str) -> None:
        self.what, self.where, self.advice = what, where, advice
        super().__init__(f"{where}: {what}. {advice}")

    def __reduce__(self) -> "tuple[partial[FormatError], tuple[str]]":
        return partial(FormatError, where=self.where, advice=self.advice), (self.what,)


def unreadable(where: str, error: OSError) -> FormatError:
    """Return the refusal of a file that cannot be read."""
    return FormatError(
        f"cannot be read ({error.strerror or error})", where=where, advice="Check the path and its rights."
    )


@contextmanager
def needs_extra(what: str, extra: str, *, where: str) -> Iterator[None]:
    """Raise FormatError where an import of the block fails, as an extra of the distribution is not installed."""
    try:
        yield
    except ImportError as error:
        raise FormatError(
            f"{what} the extra {extra!r}",
            where=where,
            advice=f'Install it with: pip install "{DISTRIBUTION}[{extra}]".',
        ) from error
