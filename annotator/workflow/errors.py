"""Everything that a person may be told has gone wrong, in one place for those who show it."""

from annotator.codebook.answer import AnswerError
from annotator.codebook.load import CodebookError
from annotator.formats.errors import FormatError
from annotator.store.errors import Busy, StoreError, Unwritable


class Refused(Exception):
    """A request that cannot be met as it stands; the message says what, where and what to do."""


USER_ERRORS = (AnswerError, CodebookError, FormatError, StoreError, Refused)

__all__ = [
    "USER_ERRORS",
    "AnswerError",
    "Busy",
    "CodebookError",
    "FormatError",
    "Refused",
    "StoreError",
    "Unwritable",
]
