"""The errors whose messages are shown to the user, in one place for screens and commands."""

from annotator.codebook.answer import AnswerError
from annotator.codebook.load import CodebookError
from annotator.formats.errors import FormatError
from annotator.store.errors import Busy, StoreError, Unwritable


class Refused(Exception):
    """A request that is not allowed; the message says what, where and what to do."""


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
